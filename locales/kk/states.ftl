state-unknown = ?

//! A listener whose connections can be cut from inside a request.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::outside::{Clock, RealClock};

/// Pause after a failed accept (out of descriptors, say), in milliseconds.
const ACCEPT_AGAIN_MS: i64 = 50;

/// Accepts connections that carry a [`Cut`].
#[derive(Debug)]
pub(super) struct CutListener(pub TcpListener);

/// The knife to one connection: once pulled, nothing more is written and the peer sees a reset.
#[derive(Debug, Clone, Default)]
pub(super) struct Cut(Arc<AtomicBool>);

/// One connection.
#[derive(Debug)]
pub(super) struct Conn {
    stream: TcpStream,
    cut: Cut,
}

impl Cut {
    /// Ends the connection at its next write.
    pub fn pull(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Conn {
    /// Refuses to write once cut; closing then sends a reset instead of an end.
    fn check(&self) -> io::Result<()> {
        if !self.cut.0.load(Ordering::SeqCst) {
            return Ok(());
        }
        let _ = self.stream.set_zero_linger();
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl Listener for CutListener {
    type Io = Conn;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Conn, SocketAddr) {
        loop {
            if let Ok((stream, peer)) = self.0.accept().await {
                let _ = stream.set_nodelay(true);
                return (Conn { stream, cut: Cut::default() }, peer);
            }
            let wall = RealClock::default();
            wall.sleep_until(wall.now().plus_ms(ACCEPT_AGAIN_MS)).await;
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, CutListener>> for Cut {
    fn connect_info(stream: IncomingStream<'_, CutListener>) -> Self {
        stream.io().cut.clone()
    }
}

impl AsyncRead for Conn {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Conn {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

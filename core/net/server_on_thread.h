// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/server.h"
#include "core/runtime/executor.h"

#include <memory>

namespace gatehouse::net {

struct ServerThreads
{
    runtime::Executor& sockets; ///< Accepts, reads, parses, renders, writes; has a Qt event loop.
    runtime::Executor& home;    ///< Where handle() is called; the calling thread, with a Qt event loop too.
};

/// An HttpServer whose sockets live on another thread than its handler, so that one full core no longer
/// bounds both. The server and its responders and body streams are used on the home thread exactly as those
/// of makeHttpServer(); what goes back and forth crosses once per round of an event loop, however much it is.
/// handler.bodyPolicy() and handler.onSocketsThread() are called on the sockets' thread. Streams run up to
/// 256 KiB ahead of whoever takes from them.
///
/// listen() and the destructor wait for the sockets' thread (which never blocks): after the destructor
/// nothing of the handler is called any more, requests in flight are told that they are aborted, and late
/// answers go nowhere. Both executors outlive the server, and the sockets' thread still runs when it is
/// destroyed.
[[nodiscard]] std::unique_ptr<HttpServer> makeHttpServerOn(ServerThreads threads, RequestHandler& handler,
                                                           ServerOptions options);

} // namespace gatehouse::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/webhooks/ingest/ingest.h"

#include <memory>

namespace gatehouse::webhooks {

/// Ingest on its thread: hands it requests that came in elsewhere (the API's port), and gives it sockets of
/// its own. Made, used and destroyed on the engine thread; while it is being destroyed the ingest thread
/// must still run.
class IngestThread final : public net::RequestHandler
{
public:
    struct Parts
    {
        IngestServices services; ///< services.thread is the ingest thread.
        IngestListener listener; ///< Called on the engine thread.
        Ingest::Options options;
        runtime::Executor& engine;
        std::shared_ptr<void> kept; ///< What `services` refers to and the caller owns: kept until the end.
    };

    explicit IngestThread(Parts parts);
    ~IngestThread() override;

    /// Requests for /hooks/… that another server took in: on the engine thread handle() passes them on; where
    /// the server's sockets live on the ingest thread they never leave it.
    [[nodiscard]] BodyPolicy bodyPolicy(const net::ServerRequest& head) override;
    [[nodiscard]] net::RequestHandler* onSocketsThread(const net::ServerRequest& head) override;
    void handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder) override;

    /// Sockets of its own, served on the ingest thread alone. Gives the port. Unavailable: the port is taken.
    void listen(net::ServerOptions options, Completion<std::uint16_t> done);
    /// Takes no new requests; those that were taken are answered. Answers within grace.
    void drain(std::chrono::milliseconds grace, Completion<bool> done);

private:
    struct State;

    runtime::Executor& m_engine;
    runtime::Executor& m_thread;
    std::shared_ptr<State> m_state; ///< Its content lives and dies on the ingest thread.
};

} // namespace gatehouse::webhooks

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/ingest/ingest_thread.h"

#include "core/runtime/mailbox.h"

#include <utility>

namespace gatehouse::webhooks {
namespace {

/// Answers on the thread that the request came in on.
class HomeResponder final : public net::Responder
{
public:
    HomeResponder(runtime::Executor& home, std::shared_ptr<net::Responder> responder)
        : m_home(home)
        , m_responder(std::move(responder))
    {}

    ~HomeResponder() override
    {
        // The last reference to a responder must go on its own thread.
        if (m_responder) {
            m_home.post([responder = std::move(m_responder)] {});
        }
    }

    void respond(net::ServerResponse response) override
    {
        if (m_responder) {
            m_home.post([responder = std::move(m_responder), answer = std::move(response)]() mutable {
                responder->respond(std::move(answer));
            });
        }
    }

    // Ingest answers whole.
    void begin(int status, net::Headers headers) override { respond({status, std::move(headers), {}}); }

    [[nodiscard]] QCoro::Task<Status> write(std::string /*piece*/) override { co_return Status{}; }

    void finish() override {}

    void onAborted(std::function<void()> /*callback*/) override {}

private:
    runtime::Executor& m_home;
    std::shared_ptr<net::Responder> m_responder;
};

template <class... Arguments>
auto onEngine(runtime::Executor& engine, std::function<void(Arguments...)> function)
{
    return [&engine, function = std::move(function)](const std::decay_t<Arguments>&... arguments) {
        if (function) {
            engine.post([function, ... copies = arguments] { function(copies...); });
        }
    };
}

/// Events come in groups, as they become durable: one message tells of all that have come by the time it is
/// read.
std::function<void(WebhookEvent)> inBatches(runtime::Executor& engine, std::function<void(WebhookEvent)> told)
{
    if (!told) {
        return {};
    }
    const auto box = std::make_shared<runtime::Mailbox<WebhookEvent>>();
    return [&engine, told = std::make_shared<const std::function<void(WebhookEvent)>>(std::move(told)),
            box](WebhookEvent event) {
        if (box->push(std::move(event))) {
            engine.post([told, box] {
                for (auto& one : box->take()) {
                    (*told)(std::move(one));
                }
            });
        }
    };
}

IngestListener postedTo(runtime::Executor& engine, IngestListener listener)
{
    IngestListener posted;
    posted.stored = inBatches(engine, std::move(listener.stored));
    posted.rejected = onEngine<const RejectedWebhook&>(engine, std::move(listener.rejected));
    posted.repeated = onEngine<const RepeatedEvent&>(engine, std::move(listener.repeated));
    posted.unkept = onEngine<const UnkeptEvent&>(engine, std::move(listener.unkept));
    posted.trouble = onEngine<const std::string&, bool>(engine, std::move(listener.trouble));
    posted.recovered = onEngine<>(engine, std::move(listener.recovered));
    return posted;
}

} // namespace

struct IngestThread::State
{
    std::shared_ptr<void> kept; ///< First: the others use it.
    std::unique_ptr<Ingest> ingest;
    std::unique_ptr<net::HttpServer> server;
};

IngestThread::IngestThread(Parts parts)
    : m_engine(parts.engine)
    , m_thread(parts.services.thread)
    , m_state(std::make_shared<State>())
{
    m_state->kept = std::move(parts.kept);
    m_thread.post(
        [state = m_state, services = parts.services, listener = postedTo(m_engine, std::move(parts.listener)),
         options = parts.options] { state->ingest = std::make_unique<Ingest>(services, listener, options); });
}

IngestThread::~IngestThread()
{
    m_thread.post([state = std::move(m_state)] {
        state->server.reset();
        state->ingest.reset();
    });
}

net::RequestHandler::BodyPolicy IngestThread::bodyPolicy(const net::ServerRequest& /*head*/)
{
    return {Ingest::Options().maxBodyBytes, false};
}

net::RequestHandler* IngestThread::onSocketsThread(const net::ServerRequest& /*head*/)
{
    return m_thread.isCurrent() ? m_state->ingest.get() : nullptr;
}

void IngestThread::handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder)
{
    auto home = std::make_shared<HomeResponder>(m_engine, std::move(responder));
    m_thread.post([state = m_state, request = std::move(request), home = std::move(home)]() mutable {
        if (state->ingest) {
            state->ingest->handle(std::move(request), std::move(home));
        }
    });
}

void IngestThread::listen(net::ServerOptions options, Completion<std::uint16_t> done)
{
    m_thread.post([state = m_state, options = std::move(options), &engine = m_engine,
                   done = std::make_shared<Completion<std::uint16_t>>(std::move(done))] {
        state->server = net::makeHttpServer(*state->ingest, options);
        const auto listening = state->server->listen();
        auto result = listening ? Result<std::uint16_t>(state->server->port()) : fail(listening.error());
        engine.post([done, result = std::move(result)] { (*done)(result); });
    });
}

void IngestThread::drain(std::chrono::milliseconds grace, Completion<bool> done)
{
    auto shared = std::make_shared<Completion<bool>>(std::move(done));
    m_thread.post([state = m_state, grace, &engine = m_engine, shared] {
        const auto drained = [&engine, shared] { engine.post([shared] { (*shared)(true); }); };
        if (state->server) {
            state->server->drain(grace, drained);
        } else {
            drained();
        }
    });
}

} // namespace gatehouse::webhooks

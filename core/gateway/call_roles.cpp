// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/roles.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/observe/redactor.h"
#include "core/pipeline/proxy.h"
#include "core/pipeline/stages/record.h"
#include "core/pipeline/unified.h"

namespace gatehouse {
namespace {

/// A body that keeps the call counted until it is read or dropped.
class CountedBody final : public net::BodySource
{
public:
    CountedBody(std::shared_ptr<net::BodySource> inner, InFlight& inFlight)
        : m_token(inFlight)
        , m_inner(std::move(inner))
    {}

    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override { return m_inner->read(); }

private:
    InFlight::Token m_token;
    std::shared_ptr<net::BodySource> m_inner;
};

json::Document withoutSecrets(const observe::Redactor& redactor, const json::Document& document)
{
    return document.root().isUndefined()
               ? document
               : json::parse(redactor.text(json::write(document.root()))).value_or(json::Document());
}

/// Some providers repeat in their complaint what they were sent, credentials too.
void cleanProblem(const observe::Redactor& redactor, UnifiedResponse& response)
{
    response.problem->detail = redactor.text(std::move(response.problem->detail));
    response.problem->providerError = withoutSecrets(redactor, response.problem->providerError);
    response.bodyText = redactor.text(std::move(response.bodyText));
    response.body = withoutSecrets(redactor, response.body);
}

QCoro::Task<> serve(NodeCore& core, UnifiedRequest request, Completion<UnifiedResponse> done)
{
    const InFlight::Token token(core.inFlight);
    auto response = co_await pipeline::serveUnified(core.pipeline, std::move(request));
    if (response.problem) {
        cleanProblem(*core.services.redactor, response);
    }
    done(std::move(response));
}

QCoro::Task<> serve(NodeCore& core, ProxyRequest request, Completion<ProxyResponse> done)
{
    const InFlight::Token token(core.inFlight);
    auto response = co_await pipeline::serveProxy(core.pipeline, std::move(request));
    if (response.bodyStream) {
        response.bodyStream = std::make_shared<CountedBody>(std::move(response.bodyStream), core.inFlight);
    }
    done(std::move(response));
}

} // namespace

void CallsRole::unified(UnifiedRequest request, Completion<UnifiedResponse> done)
{
    onEngine(m_core, [this, request = std::move(request), done = std::move(done)]() mutable {
        if (m_core.stopping) {
            done(stoppingError());
            return;
        }
        serve(m_core, std::move(request), std::move(done));
    });
}

void CallsRole::recentCalls(std::uint64_t after, std::size_t limit, Completion<std::vector<CallSummary>> done)
{
    onEngine(m_core, [this, after, limit, done = std::move(done)]() mutable {
        done(m_core.callLog.recent(after, limit));
    });
}

void CallsRole::callDetail(std::string id, Completion<CallDetail> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        m_core.callLog.detail(std::move(id), std::move(done));
    });
}

void ProxyRole::proxy(ProxyRequest request, Completion<ProxyResponse> done)
{
    if (m_core.stopping) {
        done(stoppingError());
        return;
    }
    serve(m_core, std::move(request), std::move(done));
}

void MonitorRole::nodeStatus(Completion<NodeStatus> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable { done(status()); });
}

NodeStatus MonitorRole::status() const
{
    NodeStatus out;
    out.apiUrl = m_core.apiUrl;
    out.version = m_core.options.version;
    out.dataDir = m_core.options.dataDir.string();
    out.sandbox = m_core.options.sandbox;
    out.startedAt = m_core.startedAt;
    out.calls = m_core.recorder.calls();
    out.errors = m_core.recorder.errors();
    if (m_core.vault) {
        out.vaultState = vaultConditionName(m_core.vault->condition);
        out.vaultKeySource = vaultKeySourceName(m_core.vault->source);
    }
    return out;
}

void MonitorRole::limits(std::string accountId, Completion<std::vector<RateLimitState>> done)
{
    onEngine(m_core, [this, accountId = std::move(accountId), done = std::move(done)]() mutable {
        done(pipeline::limitStates(m_core.limits.current(accountId, m_core.services.clock->now())));
    });
}

std::vector<MetricFamily> MonitorRole::metrics() const
{
    auto families = m_core.metrics.snapshot();
    for (const auto& add : m_core.countedElsewhere) {
        add(families);
    }
    return families;
}

std::unique_ptr<Subscription> MonitorRole::subscribe(std::function<void(const GatewayEvent&)> listener)
{
    return m_core.events.subscribe(std::move(listener));
}

} // namespace gatehouse

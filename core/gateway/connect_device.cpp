// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/failure_words.h"
#include "core/base/time_format.h"
#include "core/gateway/connect_flow.h"
#include "core/observe/redactor.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

using Kind = ConnectStepKind;

constexpr std::chrono::seconds kSlower{5}; ///< RFC 8628 §3.5: what slow_down adds.
constexpr std::chrono::seconds kSlowest{60};

} // namespace

QCoro::Task<> ConnectFlow::runDevice(LiveSessionPtr live, FlowScheme scheme)
{
    m_book.begin(live, Kind::BuildUrl, "asking for a device code");
    auto call = tokenCall(live, scheme, Kind::BuildUrl);
    if (!call) {
        m_book.fail(live, Kind::BuildUrl, auth::explainFailure("missing_credential", call.error().message));
        co_return;
    }
    auto asking = auth::authorizeDevice(tools(), std::move(*call));
    auto given = co_await asking;
    if (!goesOn(live)) {
        co_return;
    }
    if (!given) {
        m_book.fail(live, Kind::BuildUrl, auth::explainRefusal(given.error()));
        co_return;
    }
    m_core.services.redactor->learn(given->deviceCode);
    live->deviceCode = std::move(given->deviceCode);
    live->view.device = std::move(given->prompt);
    live->view.expiresAt = live->view.device->expiresAt;
    auto sealing = m_book.seal(live);
    const auto sealed = co_await sealing;
    if (!sealed) {
        m_book.fail(live, Kind::BuildUrl, auth::explainFailure("vault_unavailable", sealed.error().message));
        co_return;
    }
    m_book.done(live, Kind::BuildUrl,
                fmt::format("the code is good until {}", formatRfc3339(live->view.expiresAt)));
    live->view.status = ConnectStatus::Waiting;
    m_book.begin(live, Kind::OpenBrowser,
                 fmt::format("go to {} and enter {}", live->view.device->verificationUri,
                             live->view.device->userCode));
    m_book.begin(live, Kind::Callback, "asking the provider whether the code was confirmed");
    pollLater(live);
}

void ConnectFlow::pollLater(const LiveSessionPtr& live)
{
    m_timers.after(live->view.device->interval, [this, weak = std::weak_ptr<LiveSession>(live)] {
        const auto waiting = weak.lock();
        if (waiting && waiting->view.status == ConnectStatus::Waiting && !m_core.stopping) {
            runPoll(waiting);
        }
    });
}

QCoro::Task<> ConnectFlow::runPoll(LiveSessionPtr live)
{
    const InFlight::Token token(m_core.inFlight);
    if (live->view.expiresAt <= m_book.now()) {
        m_book.fail(live, Kind::Callback, auth::explainFailure("expired_token", {}), ConnectStatus::Expired);
        co_return;
    }
    auto scheme = schemeOf(live->view);
    auto call =
        scheme ? tokenCall(live, *scheme, Kind::Callback) : Result<auth::TokenCall>(fail(scheme.error()));
    if (!call) {
        m_book.fail(live, Kind::Callback, auth::explainFailure("config_error", call.error().message));
        co_return;
    }
    call->grant.kind = auth::GrantKind::DeviceCode;
    call->grant.deviceCode = live->deviceCode.clone();
    ++live->view.device->polls;
    auto asking = exchangeToken(tools(), std::move(*call));
    auto set = co_await asking;
    if (live->view.status != ConnectStatus::Waiting) {
        co_return;
    }
    if (!set) {
        takePoll(live, set.error());
        co_return;
    }
    live->view.status = ConnectStatus::Working;
    m_book.done(live, Kind::OpenBrowser, live->view.step(Kind::OpenBrowser).note);
    m_book.done(live, Kind::Callback, fmt::format("confirmed after {} polls", live->view.device->polls));
    m_book.begin(live, Kind::Exchange, "the last poll brought a token");
    takeTokens(live, *scheme->oauth, std::move(*set));
    auto rest = runRest(live);
    co_await rest;
}

void ConnectFlow::takePoll(const LiveSessionPtr& live, const auth::TokenRefusal& refusal)
{
    DevicePrompt& device = *live->view.device;
    switch (auth::readDevicePoll(refusal)) {
    case auth::DevicePoll::SlowDown:
        device.interval = std::min(device.interval + kSlower, kSlowest);
        [[fallthrough]];
    case auth::DevicePoll::Wait:
        m_book.tell(live);
        pollLater(live);
        return;
    case auth::DevicePoll::Expired:
        m_book.fail(live, Kind::Callback, auth::explainRefusal(refusal), ConnectStatus::Expired);
        return;
    case auth::DevicePoll::Denied:
    case auth::DevicePoll::Failed:
        m_book.fail(live, Kind::Callback, auth::explainRefusal(refusal));
        return;
    }
}

} // namespace gatehouse

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_service.h"

#include "core/auth/exchange_recorder.h"
#include "core/auth/failure_words.h"
#include "core/gateway/callback_page.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

using Kind = ConnectStepKind;

constexpr std::chrono::seconds kBrowserPatience{10};

Error notThere(const std::string& id)
{
    return {Errc::NotFound, fmt::format("there is no connect session {}", id), {}, {}, {}};
}

/// The part of a pasted text that a browser would have sent.
std::string_view queryOf(std::string_view pasted)
{
    const auto mark = pasted.find('?');
    std::string_view query = mark == std::string_view::npos ? pasted : pasted.substr(mark + 1);
    return query.substr(0, std::min(query.find('#'), query.size()));
}

std::string reasonOf(const ConnectSession& session)
{
    return session.failure ? fmt::format("the sign-in did not succeed: {}", session.failure->meaning)
                           : std::string("the sign-in did not succeed");
}

} // namespace

ConnectService::ConnectService(NodeCore& core, AccountService& accounts, runtime::Timers& timers)
    : m_core(core)
    , m_accounts(accounts)
    , m_timers(timers)
    , m_book(core, timers)
    , m_flow(core, accounts, m_book, timers)
    , m_starter(core, accounts)
{
    m_book.onFailed([this](const ConnectSession& session) {
        deliver(m_core, m_accounts.noteConnecting(session.accountId, reasonOf(session)), Completion<bool>());
    });
    m_removals = m_core.events.subscribe([this](const GatewayEvent& event) {
        const auto* changed = std::get_if<AccountChanged>(&event);
        if (changed != nullptr && changed->removed) {
            m_book.forgetAccount(changed->account.id);
        }
    });
}

QCoro::Task<Status> ConnectService::load()
{
    auto loading = m_book.load();
    auto loaded = co_await loading;
    for (const LiveSessionPtr& live : m_book.open()) {
        if (live->view.device) {
            m_flow.pollLater(live);
        }
    }
    co_return loaded;
}

QCoro::Task<Result<ConnectSession>> ConnectService::start(ConnectRequest request)
{
    auto preparing = m_starter.prepare(std::move(request));
    auto live = co_await preparing;
    if (!live) {
        co_return fail(std::move(live).error());
    }
    auto launching = launch(std::move(*live));
    co_return co_await launching;
}

QCoro::Task<Result<ConnectSession>> ConnectService::launch(LiveSessionPtr live)
{
    const auto scheme = m_flow.schemeOf(live->view);
    if (!scheme) {
        co_return fail(scheme.error());
    }
    const bool browser = scheme->scheme->kind == config::AuthKind::OAuth2AuthorizationCode;
    if (browser) {
        if (auto made = m_flow.makeUrl(*live, *scheme); !made) {
            co_return fail(std::move(made).error());
        }
    }
    cancelOthers(live->view.accountId);
    auto adding = m_book.add(live);
    if (auto added = co_await adding; !added) {
        co_return fail(std::move(added).error());
    }
    if (!browser) {
        m_flow.start(live);
    }
    ConnectSession shown = live->view; // a copy: QCoro moves what co_return names
    co_return shown;
}

void ConnectService::cancelOthers(const std::string& accountId)
{
    for (const LiveSessionPtr& other : m_book.openOf(accountId)) {
        cancel(other, "another sign-in of this account was started");
    }
}

void ConnectService::cancel(const LiveSessionPtr& live, std::string why)
{
    Kind at = Kind::ScheduleRefresh;
    for (auto it = live->view.steps.rbegin(); it != live->view.steps.rend(); ++it) {
        if (it->state == ConnectStepState::Pending || it->state == ConnectStepState::Running) {
            at = it->kind;
        }
    }
    ConnectFailure failure{"cancelled", std::move(why), "The sign-in was cancelled.",
                           "Start it again when it is wanted.", ConnectFixer::User};
    m_book.fail(live, at, std::move(failure), ConnectStatus::Cancelled);
}

Result<ConnectSession> ConnectService::session(const std::string& id) const
{
    const auto live = m_book.find(id);
    return live ? Result<ConnectSession>(live->view) : fail(notThere(id));
}

std::vector<ConnectSession> ConnectService::sessions(std::size_t limit) const
{
    return m_book.recent(limit);
}

QCoro::Task<Result<ConnectSession>> ConnectService::act(std::string id, ConnectAction action)
{
    const auto live = m_book.find(id);
    if (!live) {
        co_return fail(notThere(id));
    }
    const bool over = isOver(live->view.status);
    switch (action) {
    case ConnectAction::BrowserOpened:
        if (live->view.step(Kind::OpenBrowser).state == ConnectStepState::Running) {
            m_book.done(live, Kind::OpenBrowser, "opened");
            m_book.begin(live, Kind::Callback, "waiting for the provider to send the browser back");
        }
        co_return session(id);
    case ConnectAction::Cancel:
        if (over) {
            co_return fail(Errc::Conflict, fmt::format("the session {} is over already", id));
        }
        cancel(live, "cancelled by a person");
        co_return session(id);
    case ConnectAction::Retry:
        break;
    }
    if (!over || live->view.status == ConnectStatus::Connected) {
        co_return fail(Errc::Conflict, fmt::format("the session {} {}", id,
                                                   over ? "has succeeded: there is nothing to retry"
                                                        : "is under way: cancel it first"));
    }
    auto retrying = retry(live);
    co_return co_await retrying;
}

QCoro::Task<Result<ConnectSession>> ConnectService::retry(LiveSessionPtr live)
{
    if (!live->unsealed) {
        auto unsealing = m_book.unseal(live);
        if (auto unsealed = co_await unsealing; !unsealed) {
            co_return fail(std::move(unsealed).error());
        }
    }
    if (!m_core.accounts.find(live->view.accountId)) {
        co_return fail(Errc::NotFound, "the account of this session was removed");
    }
    // A token that was obtained and sealed can be tried again; a code cannot.
    const bool proved = live->view.step(Kind::Store).state == ConnectStepState::Done;
    if (!proved) {
        auto launching = launch(m_starter.again(*live));
        co_return co_await launching;
    }
    cancelOthers(live->view.accountId);
    for (const auto step : {Kind::FirstCall, Kind::ScheduleRefresh}) {
        ConnectStep pending;
        pending.kind = step;
        live->view.step(step) = std::move(pending);
    }
    m_book.setStatus(live, ConnectStatus::Working);
    m_flow.resumeWithCredentials(live);
    ConnectSession shown = live->view; // a copy: QCoro moves what co_return names
    co_return shown;
}

Result<ConnectSession> ConnectService::paste(const std::string& id, const std::string& url)
{
    const auto live = m_book.find(id);
    if (!live) {
        return fail(notThere(id));
    }
    if (live->view.status != ConnectStatus::Waiting || live->view.device) {
        return fail(Errc::Conflict, fmt::format("the session {} does not wait for a callback", id));
    }
    const std::string_view query = queryOf(url);
    GH_ASSIGN(auto answer, auth::readAuthorizeAnswer(query));
    if (!constantTimeEquals(answer.state, live->view.state)) {
        m_book.check(live, Kind::Callback, {"state", false, "the pasted URL belongs to another sign-in"});
        m_book.tell(live);
        return fail(Error{Errc::InvalidArgument,
                          "this URL is not the answer to this sign-in: its state is another one. Paste the "
                          "address that the browser shows after the provider's page",
                          "request body",
                          "/url",
                          {}});
    }
    take(live, std::move(answer), query);
    return live->view;
}

void ConnectService::callback(const std::string& query, Completion<CallbackPage> done)
{
    auto answer = auth::readAuthorizeAnswer(query);
    if (!answer) {
        done(unreadablePage(answer.error().message));
        return;
    }
    const auto live = m_book.findByState(answer->state);
    if (!live) {
        done(unknownStatePage(answer->error));
        return;
    }
    if (live->view.status != ConnectStatus::Waiting || live->view.device) {
        done(lateCallbackPage(live->view));
        return;
    }
    take(live, std::move(*answer), query);
    answerWhenOver(live, std::move(done));
}

void ConnectService::take(const LiveSessionPtr& live, auth::AuthorizeAnswer answer, std::string_view query)
{
    // From here on the state is used up: a second answer finds a session that does not wait.
    live->view.status = ConnectStatus::Working;
    if (live->view.step(Kind::OpenBrowser).state == ConnectStepState::Running) {
        m_book.done(live, Kind::OpenBrowser, "opened");
    }
    Exchange came;
    came.method = "GET";
    came.url = fmt::format("{}?{}", live->view.redirectUri, auth::redactedQuery(query));
    m_book.record(live, Kind::Callback, std::move(came));
    m_book.check(live, Kind::Callback, {"state", true, "the one that was sent, used for the first time"});
    if (!answer.error.empty()) {
        m_book.fail(live, Kind::Callback, auth::explainFailure(answer.error, answer.errorDescription));
        return;
    }
    const auto scheme = m_flow.schemeOf(live->view);
    const auto matches = scheme && scheme->oauth ? auth::issuerMatches(*scheme->oauth, *live->context, answer)
                                                 : Result<bool>(true);
    const bool named = scheme && scheme->oauth && !scheme->oauth->issuer.empty();
    m_book.check(live, Kind::Callback,
                 {"iss", matches && *matches,
                  named ? answer.issuer.value_or("missing")
                        : "not checked: the definition names no issuer (RFC 9207)"});
    if (!matches || !*matches) {
        m_book.fail(live, Kind::Callback,
                    auth::explainFailure("issuer_mismatch",
                                         fmt::format("iss is {}", answer.issuer.value_or("missing"))));
        return;
    }
    if (answer.code.empty()) {
        m_book.fail(live, Kind::Callback, auth::explainFailure("missing_code", {}));
        return;
    }
    m_book.done(live, Kind::Callback, fmt::format("code of {} characters", answer.code.size()));
    m_flow.resumeWithCode(live, std::move(answer));
}

void ConnectService::answerWhenOver(const LiveSessionPtr& live, Completion<CallbackPage> done)
{
    if (isOver(live->view.status)) {
        done(resultPage(live->view));
        return;
    }
    auto shared = std::make_shared<Completion<CallbackPage>>(std::move(done));
    live->whenOver.emplace_back([shared](const Result<ConnectSession>& session) {
        if (session) {
            (*shared)(resultPage(*session));
        } else {
            (*shared)(fail(session.error()));
        }
    });
    m_timers.after(kBrowserPatience, [shared, weak = std::weak_ptr<LiveSession>(live)] {
        const auto working = weak.lock();
        (*shared)(working ? stillWorkingPage(working->view) : CallbackPage{});
    });
}

QCoro::Task<Result<ConnectSession>> ConnectService::runToEnd(ConnectRequest request)
{
    auto preparing = m_starter.prepare(std::move(request));
    auto live = co_await preparing;
    if (!live) {
        co_return fail(std::move(live).error());
    }
    LiveSession& session = **live;
    auto over = runtime::awaitCompletion<ConnectSession>(
        *m_core.services.engine,
        [&session](Completion<ConnectSession> done) { session.whenOver.push_back(std::move(done)); });
    auto launching = launch(*live);
    if (auto launched = co_await launching; !launched) {
        co_return launched;
    }
    if (isOver(session.view.status)) {
        ConnectSession shown = session.view; // a copy: QCoro moves what co_return names
        co_return shown;
    }
    co_return co_await over;
}

} // namespace gatehouse

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/contract/call.h"
#include "core/contract/token.h"
#include "core/json/document.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// The values of connecting an account. Those that come out of the gateway hold no secret: what was secret
/// in a recorded exchange is a placeholder that tells its kind and its length.

/// One thing a person fills in to connect: a connect field of the definition, or a credential that the
/// scheme cannot do without (client_id, client_secret, …).
struct ConnectInput
{
    std::string name;
    std::string label;
    std::string help;
    std::string placeholder;
    std::string pattern; ///< Regular expression that the whole value must match; empty: any.
    std::string defaultValue;
    std::string input = "text"; ///< text, password, url, select or multiline.
    std::vector<std::string> options;
    bool secret = false;     ///< Never to be echoed.
    bool credential = false; ///< Kept in the vault; otherwise in the account's context.
    bool required = true;
};

/// One way to connect an integration, in the order in which they are offered.
struct ConnectForm
{
    std::string auth; ///< The scheme's id: ConnectRequest::auth.
    std::string kind; ///< "oauth2_authorization_code", "api_key", …
    std::string label;
    bool clientCertificate = false;
    std::vector<ConnectInput> inputs;
    std::vector<std::string> scopes;
};

/// What a session is started with.
struct ConnectRequest
{
    std::string environmentId; ///< Ignored with accountId.
    std::string integration;   ///< Ignored with accountId.
    std::string auth;          ///< A scheme's id or kind; empty: the account's, else the first.
    std::string label;         ///< Empty: the integration's, or what the account has.
    std::string accountId;     ///< Connect this one again: it keeps its id, overrides and history.
    std::map<std::string, std::string> fields; ///< Inputs that are not secret, by name.
    std::map<std::string, Secret> secrets;     ///< Those that are, by name.
    std::vector<std::string> scopes;           ///< Instead of the definition's; empty: those.
    /// Where the provider sends the browser; must be registered there to the letter. Empty: this gateway's
    /// own /oauth/callback.
    std::string redirectUri;
};

enum class ConnectStepKind : std::uint8_t
{
    BuildUrl,        ///< The authorization URL (or the device authorization) is made.
    OpenBrowser,     ///< Somebody goes there.
    Callback,        ///< The provider's answer is awaited, and checked when it comes.
    Exchange,        ///< A token is asked for.
    Store,           ///< The credentials are sealed and durable.
    FirstCall,       ///< The validation call and the post-connect steps.
    ScheduleRefresh, ///< The account is active and its next refresh is planned.
};
inline constexpr std::size_t kConnectSteps = 7;
/// "build_url", "open_browser", "callback", "exchange", "store", "first_call", "schedule_refresh".
[[nodiscard]] std::string_view connectStepName(ConnectStepKind kind) noexcept;

enum class ConnectStepState : std::uint8_t
{
    Pending,
    Running,
    Done,
    Failed,
    Skipped, ///< This kind of credentials has no such step.
};
[[nodiscard]] std::string_view connectStepStateName(ConnectStepState state) noexcept;

/// Whose move it is.
enum class ConnectFixer : std::uint8_t
{
    User,          ///< Who signs in.
    CustomerAdmin, ///< Who runs the account at the provider.
    Operator,      ///< Who runs this gateway.
    Provider,
};
/// "user", "customer_admin", "operator", "provider".
[[nodiscard]] std::string_view connectFixerName(ConnectFixer fixer) noexcept;

/// Why a step failed, in words for people.
struct ConnectFailure
{
    std::string code;        ///< "invalid_grant", "access_denied", "state_mismatch", …
    std::string description; ///< The provider's own words, or ours.
    std::string meaning;
    std::string remedy;
    ConnectFixer fixer = ConnectFixer::Operator;
};

/// Something that was verified ("state", "PKCE S256", "iss"), with the values masked.
struct ConnectCheck
{
    std::string name;
    bool passed = false;
    std::string detail;
};

struct ConnectStep
{
    ConnectStepKind kind = ConnectStepKind::BuildUrl;
    ConnectStepState state = ConnectStepState::Pending;
    std::optional<UnixMillis> startedAt;
    std::optional<UnixMillis> endedAt;
    std::string note; ///< What it did or waits for.
    std::vector<ConnectCheck> checks;
    std::vector<Exchange> exchanges; ///< Redacted.
    std::vector<TokenClaims> claims; ///< Of the JWTs among the tokens that came, without their signatures.
    std::optional<ConnectFailure> failure;
};

/// A device authorization (RFC 8628) that waits for the user.
struct DevicePrompt
{
    std::string userCode;
    std::string verificationUri;
    std::string verificationUriComplete; ///< Empty: the server gives none.
    std::chrono::seconds interval{5};    ///< As it stands now; slow_down lengthens it.
    UnixMillis expiresAt;
    int polls = 0;
};

enum class ConnectStatus : std::uint8_t
{
    Waiting,   ///< For a person: in the browser, or at the device's page.
    Working,   ///< Steps are running.
    Connected, ///< The account is active.
    Failed,
    Cancelled,
    Expired, ///< Nobody came in time.
};
[[nodiscard]] std::string_view connectStatusName(ConnectStatus status) noexcept;
[[nodiscard]] std::optional<ConnectStatus> connectStatusFromName(std::string_view name) noexcept;

[[nodiscard]] constexpr bool isOver(ConnectStatus status) noexcept
{
    return status != ConnectStatus::Waiting && status != ConnectStatus::Working;
}

/// One attempt to connect an account.
struct ConnectSession
{
    std::string id; ///< con_…
    std::string accountId;
    std::string environmentId;
    std::string integration;
    std::string label;
    std::string auth; ///< The scheme's id …
    std::string kind; ///< … and kind.
    bool reconnect = false;
    ConnectStatus status = ConnectStatus::Working;
    UnixMillis createdAt;
    UnixMillis expiresAt;
    std::optional<UnixMillis> endedAt;
    std::string authorizeUrl; ///< Where to send the user; empty: this kind needs no browser.
    std::string state;        ///< The OAuth state in that URL.
    std::string redirectUri;
    std::optional<DevicePrompt> device;
    std::array<ConnectStep, kConnectSteps> steps{}; ///< In the order of ConnectStepKind.
    std::vector<std::string> scopesRequested;
    std::vector<std::string> scopesGranted;   ///< Empty: the provider did not tell.
    std::optional<ConnectFailure> failure;    ///< Of the step that ended it.
    std::optional<UnixMillis> tokenExpiresAt; ///< Of the token it got.

    [[nodiscard]] ConnectStep& step(ConnectStepKind which) { return steps[static_cast<std::size_t>(which)]; }

    [[nodiscard]] const ConnectStep& step(ConnectStepKind which) const
    {
        return steps[static_cast<std::size_t>(which)];
    }
};

/// What the browser is shown when it comes back from the provider.
struct CallbackPage
{
    int status = 200;
    std::string title;
    std::string text;
    std::string sessionId; ///< Empty: it belongs to none.
};

} // namespace gatehouse

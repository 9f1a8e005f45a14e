// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/failure_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::auth {
namespace {

struct Words
{
    std::string_view code;
    ConnectFixer fixer;
    std::string_view meaning;
    std::string_view remedy;
};

constexpr auto kUser = ConnectFixer::User;
constexpr auto kAdmin = ConnectFixer::CustomerAdmin;
constexpr auto kOperator = ConnectFixer::Operator;
constexpr auto kProvider = ConnectFixer::Provider;

constexpr std::array<Words, 32> kWords{{
    {"invalid_grant", kUser,
     "The provider no longer accepts the code, assertion or refresh token: it was used, is too old, was "
     "revoked, "
     "or was issued for another app or redirect URI.",
     "Connect again. When it fails each time, compare the redirect URI with the registered one letter by "
     "letter, and check this machine's clock."},
    {"redirect_uri_mismatch", kOperator,
     "The redirect URI of this sign-in is not one of those registered at the provider.",
     "Register it there exactly as shown: scheme, host, port, path and the last slash all count."},
    {"invalid_client", kOperator,
     "The provider does not know the client ID, or its secret is wrong or expired.",
     "Copy client ID and secret anew from the app's page at the provider, then retry."},
    {"unauthorized_client", kOperator, "The app registered at the provider may not use this way to sign in.",
     "Enable this grant type for the app at the provider."},
    {"invalid_scope", kOperator, "A scope that was asked for is unknown, or the app may not ask for it.",
     "Compare the requested scopes with those of the app at the provider."},
    {"insufficient_scope", kAdmin, "The connection works, but may not do what is needed.",
     "Grant the missing scopes at the provider and connect again."},
    {"access_denied", kUser, "Whoever signed in, or a rule of their organisation, refused the access.",
     "Connect again and agree; when no question appeared, the customer's administrator has to allow the "
     "app."},
    {"admin_consent", kAdmin, "The customer's organisation lets only administrators allow new apps.",
     "Send the link to the customer's administrator."},
    {"consent_required", kAdmin, "The provider wants a consent that was not given yet.",
     "Sign in with an account that may give it."},
    {"login_required", kUser, "The provider wants a fresh sign-in.", "Connect again."},
    {"interaction_required", kUser,
     "The provider wants the user to do something first, such as a second factor.",
     "Connect again and follow the provider's questions."},
    {"invalid_request", kOperator, "The provider found the request incomplete or malformed.",
     "Look at the request and the provider's words; compare them with the integration's definition."},
    {"unsupported_response_type", kOperator, "The provider does not offer sign-in by code for this app.",
     "Enable the authorization code flow for the app at the provider."},
    {"unsupported_grant_type", kOperator, "The token endpoint does not offer this grant.",
     "Choose another way to connect, or enable the grant for the app."},
    {"clock_skew", kOperator,
     "The provider finds our time wrong: a signed statement lies in its future or past.",
     "Set this machine's clock (NTP) and retry."},
    {"server_error", kProvider, "The provider had an error of its own.",
     "Retry in a few minutes; the provider's status page tells more."},
    {"temporarily_unavailable", kProvider, "The provider is overloaded or being maintained.",
     "Retry in a few minutes."},
    {"rate_limited", kProvider, "The provider wants fewer requests.", "Retry later."},
    {"timeout", kProvider, "The provider did not answer in time.",
     "Retry. When it stays so, check the way there: proxy, firewall, the provider's status page."},
    {"unavailable", kOperator, "The provider's endpoint could not be reached.",
     "Check its URL, the network, the proxy and the TLS certificates."},
    {"forbidden", kOperator, "The endpoint lies on a private address, which this gateway does not call.",
     "Correct the URL, or start the gateway with --allow-private-targets."},
    {"cancelled", kOperator, "The gateway was stopping.", "Retry."},
    {"invalid_response", kProvider, "The provider's answer is not what its protocol says.",
     "Look at the answer; compare it with the integration's definition."},
    {"state_mismatch", kUser,
     "The answer does not belong to this sign-in: it carries another state, as a forged or mixed-up one "
     "would.",
     "Start the sign-in anew from the gateway, in one browser."},
    {"issuer_mismatch", kOperator,
     "The answer came from another authorization server than the one that was asked (RFC 9207).",
     "Check the integration's URLs; nothing was sent to the server that answered."},
    {"missing_code", kProvider, "The provider sent the browser back without a code and without an error.",
     "Connect again; when it stays so, check the app's settings at the provider."},
    {"expired", kUser, "Nobody finished the sign-in in time.", "Start it again."},
    {"expired_token", kUser, "The device code ran out before somebody confirmed it.", "Start again."},
    {"interrupted", kOperator, "The gateway was stopped while this step ran.", "Retry."},
    {"missing_credential", kOperator, "A credential that is needed was not given.", "Fill it in and retry."},
    {"vault_unavailable", kOperator, "The credentials could not be sealed, so nothing was kept.",
     "Unlock the vault, or look at its disk, and retry."},
    {"validation_failed", kAdmin, "The credentials were taken, but the first call with them failed.",
     "Read the provider's words; check the user's rights at the provider."},
}};

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

/// The entry that a code stands for; what providers hide in the description goes before the code.
std::string_view entryFor(const std::string& code, const std::string& description)
{
    if (has(description, "redirect") && (has(description, "uri") || has(description, "url"))) {
        return "redirect_uri_mismatch";
    }
    if (has(description, "clock") || has(description, "issued in the future")
        || has(description, "not yet valid")) {
        return "clock_skew";
    }
    if (has(description, "aadsts65001") || has(description, "aadsts90094")
        || (code == "access_denied" && has(description, "admin"))) {
        return "admin_consent";
    }
    if (code == "invalid_client_id" || code == "invalid_client_credentials") {
        return "invalid_client";
    }
    if (code == "bad_refresh_token" || code == "invalid_refresh_token" || code == "bad_verification_code") {
        return "invalid_grant";
    }
    return code;
}

} // namespace

ConnectFailure explainFailure(std::string_view code, std::string description)
{
    const std::string lower = lowered(code);
    const std::string_view entry = entryFor(lower, lowered(description));
    const auto* found = std::ranges::find(kWords, entry, &Words::code);
    ConnectFailure out;
    out.code = code;
    out.description = std::move(description);
    if (found != kWords.end()) {
        out.meaning = found->meaning;
        out.remedy = found->remedy;
        out.fixer = found->fixer;
    } else {
        out.meaning = "The provider refused, with a code of its own.";
        out.remedy = "Look the code up in the provider's documentation.";
        out.fixer = kOperator;
    }
    return out;
}

ConnectFailure explainRefusal(const TokenRefusal& refusal)
{
    std::string_view code = refusal.error;
    if (code.empty() || code == "unauthorized") {
        code = refusal.status == 429   ? "rate_limited"
               : refusal.status >= 500 ? "server_error"
               : refusal.status == 0   ? "missing_credential"
                                       : "invalid_response";
    }
    return explainFailure(code, refusal.description);
}

ConnectFailure explainProblem(const Problem& problem)
{
    ConnectFailure out = explainFailure("validation_failed", problem.detail);
    out.code = problem.category;
    if (problem.category == "rate_limited") {
        out.fixer = kProvider;
        out.remedy = "Retry when the provider's limit has reset; nothing has to be filled in again.";
    } else if (problem.category == "timeout" || problem.category == "server_error") {
        out.fixer = kProvider;
        out.remedy = "Retry; the credentials are kept.";
    } else if (problem.category == "config_error" || problem.category == "mapping_error") {
        out.fixer = kOperator;
        out.remedy = "Check the address fields of the account and the integration's definition.";
    } else if (problem.category == "auth_failure") {
        out.meaning = "The provider does not let these credentials in.";
        out.remedy = "Check that they are complete and belong to this account, and that its user may use the "
                     "API.";
    }
    return out;
}

} // namespace gatehouse::auth

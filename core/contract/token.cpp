// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/token.h"

namespace gatehouse {

std::string_view tokenCauseName(TokenCause cause) noexcept
{
    switch (cause) {
    case TokenCause::Schedule:
        return "schedule";
    case TokenCause::KeepAlive:
        return "keep_alive";
    case TokenCause::Call:
        return "call";
    case TokenCause::Refused:
        return "refused";
    case TokenCause::Person:
        return "person";
    case TokenCause::Repair:
        return "repair";
    }
    return {};
}

std::string_view tokenOutcomeName(TokenOutcome outcome) noexcept
{
    switch (outcome) {
    case TokenOutcome::Running:
        return "running";
    case TokenOutcome::Refreshed:
        return "refreshed";
    case TokenOutcome::Adopted:
        return "adopted";
    case TokenOutcome::NeedsReauth:
        return "needs_reauth";
    case TokenOutcome::Misconfigured:
        return "misconfigured";
    case TokenOutcome::Failed:
        return "failed";
    }
    return {};
}

std::string_view credentialKindName(CredentialKind kind) noexcept
{
    switch (kind) {
    case CredentialKind::AccessToken:
        return "access_token";
    case CredentialKind::RefreshToken:
        return "refresh_token";
    case CredentialKind::ClientCertificate:
        return "client_certificate";
    case CredentialKind::PrivateKey:
        return "private_key";
    case CredentialKind::ApiKey:
        return "api_key";
    }
    return {};
}

} // namespace gatehouse

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/credential_calendar.h"

#include "core/base/time_format.h"

#include <QDateTime>
#include <QSslCertificate>

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr hours kDay{24};
constexpr hours kCertificateLead = kDay * 30; ///< A new one has to be ordered, issued and installed.
constexpr hours kRefreshLead = kDay * 14;
/// An idle refresh token is used at 80 % of its time (auth/oauth2/refresh_schedule.h). One that was not used
/// a good while later does not get used: people have to know.
constexpr int kOverduePercent = 85;

/// Said of whatever the gateway would have renewed by itself.
constexpr std::string_view kManual = "; automatic refresh is off";

/// Whether it would be renewed, had nobody forbidden that.
bool isManual(const CalendarSource& source)
{
    return source.canRenew && !source.account.autoRefresh;
}

CredentialDate dateOf(const CalendarSource& source, CredentialKind kind)
{
    CredentialDate date;
    date.accountId = source.account.id;
    date.kind = kind;
    return date;
}

/// A warning leaves at most a quarter of the credential's life, so that a short-lived one is not always
/// warned of.
void warnBefore(CredentialDate& date, hours lead)
{
    milliseconds wait = lead;
    if (date.issuedAt) {
        wait = std::min<milliseconds>(wait, (*date.expiresAt - *date.issuedAt) / 4);
    }
    date.warnAt = *date.expiresAt - wait;
}

void addAccessToken(const CalendarSource& source, std::vector<CredentialDate>& out)
{
    CredentialDate date = dateOf(source, CredentialKind::AccessToken);
    date.renewedByItself = source.refreshable;
    date.expiresAt = source.account.tokenExpiresAt;
    if (source.tokens != nullptr) {
        date.issuedAt = source.tokens->issuedAt;
        date.expiresAt = source.tokens->expiresAt ? source.tokens->expiresAt : date.expiresAt;
    }
    date.because = date.expiresAt ? "the token endpoint said so" : "nobody says when it ends";
    if (isManual(source)) {
        date.because += kManual;
    }
    if (date.expiresAt && !date.renewedByItself) {
        warnBefore(date, kRefreshLead);
    }
    out.push_back(std::move(date));
}

void addRefreshToken(const CalendarSource& source, std::vector<CredentialDate>& out)
{
    const config::RefreshPolicy& policy = source.scheme.oauth2->refresh;
    const store::TokenStateRow& tokens = *source.tokens;
    CredentialDate date = dateOf(source, CredentialKind::RefreshToken);
    date.issuedAt = tokens.refreshIssuedAt;
    const auto before = out.size();
    if (tokens.refreshExpiresAt) {
        date.expiresAt = tokens.refreshExpiresAt;
        date.because = "the token endpoint said so";
        date.renewedByItself = policy.rotates && source.account.autoRefresh;
        if (policy.rotates && !source.account.autoRefresh) {
            date.because += kManual;
        }
        out.push_back(date);
    }
    if (policy.expiresAfterDays && tokens.grantedAt) {
        date.issuedAt = tokens.grantedAt;
        date.expiresAt = *tokens.grantedAt + kDay * *policy.expiresAfterDays;
        date.because =
            fmt::format("{} days after it was granted, however much it is used", *policy.expiresAfterDays);
        date.renewedByItself = false;
        out.push_back(date);
    }
    const auto used = tokens.refreshUsedAt ? tokens.refreshUsedAt : tokens.refreshIssuedAt;
    if (policy.inactivityDays && used) {
        date.issuedAt = used;
        date.expiresAt = *used + kDay * *policy.inactivityDays;
        date.renewedByItself = source.account.status == AccountStatus::Active && source.account.autoRefresh;
        date.because = date.renewedByItself
                           ? fmt::format("unused for {} days; it is used before that", *policy.inactivityDays)
                           : fmt::format("unused for {} days{}", *policy.inactivityDays, kManual);
        date.warnAt = *used + kDay * *policy.inactivityDays * kOverduePercent / 100;
        out.push_back(date);
    }
    if (out.size() == before) {
        date.because = "nobody says when it ends";
        date.renewedByItself = source.account.autoRefresh;
        out.push_back(date);
    }
    for (auto it = out.begin() + static_cast<std::ptrdiff_t>(before); it != out.end(); ++it) {
        if (it->expiresAt && !it->renewedByItself) {
            warnBefore(*it, kRefreshLead);
        }
    }
}

std::string_view nameOf(CredentialKind kind)
{
    switch (kind) {
    case CredentialKind::AccessToken:
        return "access token";
    case CredentialKind::RefreshToken:
        return "refresh token";
    case CredentialKind::ClientCertificate:
        return "client certificate";
    case CredentialKind::PrivateKey:
        return "private key";
    case CredentialKind::ApiKey:
        return "credentials";
    }
    return {};
}

std::string_view remedyFor(const CredentialDate& date, const Account& account)
{
    if (!account.autoRefresh && date.kind != CredentialKind::ClientCertificate) {
        return "Automatic refresh of this account is off: refresh it, or turn it on again.";
    }
    if (date.kind == CredentialKind::ClientCertificate) {
        return "Get a new certificate and replace it in the account's credentials.";
    }
    return date.renewedByItself
               ? "The gateway should have renewed it by now and did not succeed: the account's token history "
                 "says why. Should that not be mended in time, connect the account again."
               : "Connect the account again before then; its id and history stay.";
}

} // namespace

std::vector<CredentialDate> credentialDates(const CalendarSource& source)
{
    std::vector<CredentialDate> out;
    if (source.scheme.oauth2) {
        addAccessToken(source, out);
        const bool signsIn = source.scheme.kind != config::AuthKind::OAuth2ClientCredentials
                             && source.scheme.kind != config::AuthKind::OAuth2JwtBearer;
        if (signsIn && (source.refreshable || source.canRenew) && source.tokens != nullptr) {
            addRefreshToken(source, out);
        }
        if (source.scheme.oauth2->assertion) {
            CredentialDate key = dateOf(source, CredentialKind::PrivateKey);
            key.because = "a key has no end of its own; the provider's registration of it may";
            out.push_back(std::move(key));
        }
    } else if (source.scheme.kind != config::AuthKind::None) {
        CredentialDate key = dateOf(source, CredentialKind::ApiKey);
        key.issuedAt = source.account.createdAt;
        key.because = "nobody says when they end";
        out.push_back(std::move(key));
    }
    if (source.certificateEndsAt) {
        CredentialDate date = dateOf(source, CredentialKind::ClientCertificate);
        date.expiresAt = source.certificateEndsAt;
        date.because = "it is written in the certificate";
        warnBefore(date, kCertificateLead);
        out.push_back(std::move(date));
    }
    return out;
}

std::optional<Alert> expiryAlert(const CredentialDate& date, const Account& account, UnixMillis now)
{
    if (!date.warnAt || now < *date.warnAt) {
        return std::nullopt;
    }
    const bool over = now >= *date.expiresAt;
    const auto days = std::chrono::duration_cast<hours>(*date.expiresAt - now).count() / 24;
    Alert alert;
    alert.id = fmt::format("credential_expiring:{}:{}", account.id, credentialKindName(date.kind));
    alert.kind = "credential_expiring";
    alert.accountId = account.id;
    alert.environmentId = account.environmentId;
    alert.title = over ? fmt::format("The {} of {} has ended", nameOf(date.kind), account.label)
                       : fmt::format("The {} of {} ends in {} days", nameOf(date.kind), account.label, days);
    alert.detail = fmt::format("It {} on {} ({}). {}", over ? "ended" : "ends",
                               formatRfc3339(*date.expiresAt), date.because, remedyFor(date, account));
    return alert;
}

std::optional<UnixMillis> certificateEnd(std::string_view pem)
{
    const auto chain =
        QSslCertificate::fromData(QByteArray(pem.data(), static_cast<qsizetype>(pem.size())), QSsl::Pem);
    if (chain.isEmpty() || !chain.first().expiryDate().isValid()) {
        return std::nullopt;
    }
    return fromMillis(chain.first().expiryDate().toMSecsSinceEpoch());
}

} // namespace gatehouse

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/response_view.h"
#include "core/crypto/encoding.h"
#include "core/webhooks/verify/checks.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::webhooks {
namespace {

/// What the sender presents: one value, or several that must all be equal.
std::vector<std::string> presented(const config::StaticTokenVerifier& verifier, const CheckContext& context)
{
    std::vector<std::string> tokens;
    if (verifier.place != config::TokenPlace::Body) {
        const auto name =
            verifier.place == config::TokenPlace::Query ? "query:" + verifier.name : verifier.name;
        if (auto value = namedValue(context.received, name)) {
            tokens.push_back(std::move(*value));
        }
        return tokens;
    }
    std::vector<std::string> warnings;
    const auto found = config::evaluateRule(verifier.token, context.input.value(), context.input.arena(),
                                            "webhooks.verify.token", warnings);
    if (found.isString()) {
        tokens.emplace_back(found.asString());
    }
    for (const auto& item : found.items()) {
        tokens.emplace_back(item.asString());
    }
    return tokens;
}

} // namespace

bool checkStaticToken(const config::StaticTokenVerifier& verifier, const CheckContext& context,
                      std::vector<SignatureCheck>& checks)
{
    SignatureCheck check;
    check.scheme = "static_token";
    check.header = verifier.name;
    const auto tokens = presented(verifier, context);
    if (tokens.empty()) {
        return refuse(checks, check, "there is no token");
    }
    const auto& secrets = context.secrets.of(verifier.secretRef);
    if (secrets.empty()) {
        return refuse(checks, check, fmt::format("no secret \"{}\" is known here", verifier.secretRef));
    }
    for (const auto& secret : secrets) {
        const bool all = std::ranges::all_of(tokens, [&](const std::string& token) {
            return constantTimeEquals(token, secret.value.reveal());
        });
        if (all && !secret.value.empty()) {
            check.passed = true;
            check.secretName = secret.name;
            checks.push_back(std::move(check));
            return true;
        }
    }
    check.secretName = secrets.front().name;
    return refuse(checks, check, "the token differs");
}

bool checkBasic(const config::BasicVerifier& verifier, const CheckContext& context,
                std::vector<SignatureCheck>& checks)
{
    constexpr std::string_view kBasic = "basic ";
    SignatureCheck check;
    check.scheme = "basic";
    check.header = "authorization";
    const auto header = context.received.headers.get("authorization").value_or("");
    if (header.size() < kBasic.size() || !net::equalsIgnoreCase(header.substr(0, kBasic.size()), kBasic)) {
        return refuse(checks, check, "there is no Authorization with Basic");
    }
    const auto given = crypto::fromBase64(header.substr(kBasic.size()));
    // The user name cannot have a colon, the password may (RFC 7617 §2).
    const auto colon = given ? given->find(':') : std::string::npos;
    if (colon == std::string::npos) {
        return refuse(checks, check, "the credentials are not Base64 of name:password");
    }
    for (const auto& user : context.secrets.of(verifier.usernameRef)) {
        for (const auto& password : context.secrets.of(verifier.passwordRef)) {
            const bool name = constantTimeEquals(given->substr(0, colon), user.value.reveal());
            const bool word = constantTimeEquals(given->substr(colon + 1), password.value.reveal());
            if (name && word) {
                check.passed = true;
                check.secretName = password.name;
                checks.push_back(std::move(check));
                return true;
            }
        }
    }
    return refuse(checks, check,
                  context.secrets.of(verifier.passwordRef).empty()
                      ? fmt::format("no secret \"{}\" is known here", verifier.passwordRef)
                      : "the name or the password differs");
}

} // namespace gatehouse::webhooks

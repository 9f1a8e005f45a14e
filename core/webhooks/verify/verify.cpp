// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/verify/verify.h"

#include "core/config/response_view.h"

#include <fmt/format.h>

namespace gatehouse::webhooks {
namespace {

bool applies(const config::WebhookVerifier& verifier, const CheckContext& context)
{
    if (!verifier.when) {
        return true;
    }
    std::vector<std::string> warnings;
    return config::truthy(config::evaluateRule(verifier.when, context.input.value(), context.input.arena(),
                                               "webhooks.verify.when", warnings));
}

bool passes(const config::WebhookVerifier& verifier, const CheckContext& context,
            std::vector<SignatureCheck>& checks)
{
    struct Visitor
    {
        const CheckContext& context;
        std::vector<SignatureCheck>& checks;

        bool operator()(const config::NoVerifier& /*none*/) const
        {
            SignatureCheck check;
            check.passed = true;
            check.scheme = "none";
            checks.push_back(std::move(check));
            return true;
        }

        bool operator()(const config::HmacVerifier& hmac) const { return checkHmac(hmac, context, checks); }

        bool operator()(const config::JwtVerifier& jwt) const { return checkJwt(jwt, context, checks); }

        bool operator()(const config::BasicVerifier& basic) const
        {
            return checkBasic(basic, context, checks);
        }

        bool operator()(const config::StaticTokenVerifier& token) const
        {
            return checkStaticToken(token, context, checks);
        }

        bool operator()(const config::PublicKeyVerifier& key) const
        {
            return checkPublicKey(key, context, checks);
        }
    };

    return std::visit(Visitor{context, checks}, verifier.check);
}

} // namespace

VerificationReport verify(const config::WebhookDefinition& definition, const CheckContext& context)
{
    VerificationReport report;
    for (const auto& verifier : definition.verify) {
        if (applies(verifier, context) && passes(verifier, context, report.checks)) {
            report.accepted = true;
            return report;
        }
    }
    if (report.checks.empty()) {
        SignatureCheck check;
        check.reason = "none of the definition's verifiers is for such a request: a signature is missing";
        report.checks.push_back(std::move(check));
    }
    return report;
}

std::string verifiedBy(const VerificationReport& report)
{
    if (!report.accepted) {
        return {};
    }
    const auto& check = report.checks.back();
    auto text = check.scheme;
    if (!check.header.empty()) {
        text += " " + check.header;
    }
    return check.secretName.empty() ? text : fmt::format("{} ({})", text, check.secretName);
}

std::string refusalOf(const VerificationReport& report)
{
    return report.checks.empty() ? std::string("nothing was checked") : report.checks.back().reason;
}

} // namespace gatehouse::webhooks

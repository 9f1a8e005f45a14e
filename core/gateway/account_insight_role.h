// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_insight.h"
#include "core/gateway/node_core.h"

namespace gatehouse {

/// Reads the vault (on record) and the book of accounts; hops to the engine thread.
class AccountInsightRole final : public AccountInsight
{
public:
    explicit AccountInsightRole(NodeCore& core)
        : m_core(core)
    {}

    void tokenClaims(std::string accountId, Completion<std::vector<TokenClaims>> done) override;
    void peekToken(Secret token, Completion<TokenClaims> done) override;
    void credentialHints(std::string accountId, Completion<std::vector<CredentialHint>> done) override;
    void revealCredential(std::string accountId, std::string name, Completion<Secret> done) override;
    void overrideCounts(Completion<std::vector<OverrideCount>> done) override;

private:
    NodeCore& m_core;
};

} // namespace gatehouse

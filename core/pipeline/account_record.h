// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/merge.h"
#include "core/contract/account.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

/// The overrides of one owner by operation ("crm.contacts.list").
using OverrideSet = std::map<std::string, config::MappingSource, std::less<>>;

/// An account with everything of it that a call depends on, at one moment. Immutable: a call keeps the one it
/// started with, and a change makes another one with a higher revision.
struct AccountRecord
{
    Account account;
    std::shared_ptr<const OverrideSet> environmentOverrides; ///< Never null.
    std::shared_ptr<const OverrideSet> accountOverrides;     ///< Never null.
    std::uint64_t revision = 0;                              ///< Unique in this run of the program.
};

using AccountRecordPtr = std::shared_ptr<const AccountRecord>;

/// Where the pipeline finds accounts. Engine thread; answers from memory.
class AccountDirectory
{
public:
    AccountDirectory() = default;
    AccountDirectory(const AccountDirectory&) = delete;
    AccountDirectory& operator=(const AccountDirectory&) = delete;
    virtual ~AccountDirectory() = default;

    /// Null when there is none.
    [[nodiscard]] virtual AccountRecordPtr find(std::string_view accountId) const = 0;
};

} // namespace gatehouse::pipeline

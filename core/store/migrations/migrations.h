// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::store {

/// One step of the schema. Applied once, in order, each in a transaction of its own. A migration that has
/// been released is never edited: a change is a new one.
///
/// The SQL is what SQLite and PostgreSQL share, with the words of core/store/sql/dialect.h to be
/// replaced: {key}, {serial} and {bytes}.
struct Migration
{
    std::uint32_t version = 0; ///< From 1, without gaps.
    std::string_view name;
    std::span<const std::string_view> statements;
};

/// All of them, oldest first.
[[nodiscard]] std::span<const Migration> migrations();

} // namespace gatehouse::store

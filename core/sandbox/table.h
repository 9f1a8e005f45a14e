// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sandbox/definition.h"
#include "core/sandbox/selection.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::sandbox {

/// The rows of one kind of thing at one customer, in memory. Rows never change: an update puts a new one in
/// the old one's place. Lives on the vendor's thread.
class Table
{
public:
    static constexpr std::size_t kMaxRows = 100'000;

    explicit Table(const TableDefinition& definition)
        : m_definition(&definition)
    {}

    [[nodiscard]] const TableDefinition& definition() const noexcept { return *m_definition; }

    [[nodiscard]] std::size_t size() const noexcept { return m_rows.size(); }

    /// Undefined when there is none.
    [[nodiscard]] json::Value find(std::string_view id) const;
    /// The first row whose value at the path is that text, without regard to case.
    [[nodiscard]] json::Value findBy(const FieldPath& path, const json::Value& value) const;

    /// The number for the next new row; counts from 1.
    [[nodiscard]] std::size_t nextNumber() noexcept { return ++m_number; }

    /// Adds, or replaces the row with the same id. False when the table is full or the row has no id.
    bool put(json::Document row);
    bool remove(std::string_view id);

    /// Frees rows that were replaced or removed: until then values taken from them stay valid. Called between
    /// requests.
    void sweep() noexcept { m_retired.clear(); }

    /// The matching rows in order, within the selection's own offset and limit.
    [[nodiscard]] std::vector<json::Value> select(const Selection& selection) const;

private:
    [[nodiscard]] std::vector<json::Value> matching(const Predicate& where) const;
    [[nodiscard]] bool inOrder(const std::vector<Ordering>& order) const;

    const TableDefinition* m_definition;
    std::vector<json::Document> m_rows;
    std::vector<json::Document> m_retired;
    std::unordered_map<std::string, std::size_t> m_byId;
    std::size_t m_number = 0;
    std::size_t m_version = 0;
    mutable std::unordered_map<std::string, std::size_t> m_sorted; ///< Field → version known to be in order.
};

/// The row cut down to the wanted fields, nested as they are; related rows are looked up through resolve.
using Resolve = std::function<json::Value(const Relation& relation, const json::Value& row)>;
[[nodiscard]] json::Value project(const json::Value& row, const std::vector<FieldPath>& fields,
                                  const TableDefinition& table, const Resolve& resolve, json::Arena& arena);

/// patch laid over base, objects member by member, everything else replaced. Shares memory with both.
[[nodiscard]] json::Value mergedOver(const json::Value& base, const json::Value& patch, json::Arena& arena);

/// Puts the table's own fields in the place of those that it has other names for.
void resolveAliases(Selection& selection, const TableDefinition& table);

/// A field of the selection that the table does not have; null when it knows them all or is not strict.
[[nodiscard]] const FieldPath* unknownField(const Selection& selection, const TableDefinition& table);

} // namespace gatehouse::sandbox

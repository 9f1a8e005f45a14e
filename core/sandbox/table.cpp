// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/table.h"

#include <algorithm>
#include <utility>

namespace gatehouse::sandbox {

json::Value Table::find(std::string_view id) const
{
    const auto found = m_byId.find(std::string(id));
    return found == m_byId.end() ? json::Value() : m_rows[found->second].root();
}

json::Value Table::findBy(const FieldPath& path, const json::Value& value) const
{
    Predicate test;
    test.kind = Predicate::Kind::Test;
    test.field = path;
    test.literals.push_back(Literal::of(value));
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&test](const json::Document& row) { return test.matches(row.root()); });
    return found == m_rows.end() ? json::Value() : found->root();
}

bool Table::put(json::Document row)
{
    const std::string id(valueAt(row.root(), m_definition->id).asString());
    if (id.empty()) {
        return false;
    }
    ++m_version;
    const auto found = m_byId.find(id);
    if (found != m_byId.end()) {
        m_retired.push_back(std::exchange(m_rows[found->second], std::move(row)));
        return true;
    }
    if (m_rows.size() >= kMaxRows) {
        return false;
    }
    m_byId.emplace(id, m_rows.size());
    m_rows.push_back(std::move(row));
    return true;
}

bool Table::remove(std::string_view id)
{
    const auto found = m_byId.find(std::string(id));
    if (found == m_byId.end()) {
        return false;
    }
    const auto index = found->second;
    m_byId.erase(found);
    m_retired.push_back(std::move(m_rows[index]));
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(index));
    for (auto& [key, position] : m_byId) {
        position -= position > index ? 1 : 0;
    }
    ++m_version;
    return true;
}

bool Table::inOrder(const std::vector<Ordering>& order) const
{
    if (order.empty()) {
        return true;
    }
    if (order.size() > 1 || order.front().descending) {
        return false;
    }
    // Most lists ask for the order the rows are in already; finding that out once a change is enough.
    const auto& field = order.front().field;
    auto& known = m_sorted[field.text];
    if (known == m_version + 1) {
        return true;
    }
    const bool sorted = std::is_sorted(
        m_rows.begin(), m_rows.end(), [&field](const json::Document& a, const json::Document& b) {
            return compareValues(valueAt(a.root(), field), valueAt(b.root(), field)) < 0;
        });
    known = sorted ? m_version + 1 : 0;
    return sorted;
}

std::vector<json::Value> Table::matching(const Predicate& where) const
{
    // One row by its id is what most requests are about.
    if (where.kind == Predicate::Kind::Test && where.comparison == Comparison::Equal
        && where.field.text == m_definition->id.text && where.literals.size() == 1) {
        if (const auto* id = std::get_if<std::string>(&where.literals.front().value)) {
            if (const auto row = find(*id); !row.isUndefined()) {
                return {row};
            }
        }
    }
    std::vector<json::Value> rows;
    for (const auto& row : m_rows) {
        if (where.matches(row.root())) {
            rows.push_back(row.root());
        }
    }
    return rows;
}

std::vector<json::Value> Table::select(const Selection& selection) const
{
    auto rows = matching(selection.where);
    if (!inOrder(selection.order)) {
        std::stable_sort(rows.begin(), rows.end(), [&selection](const json::Value& a, const json::Value& b) {
            for (const auto& [field, descending] : selection.order) {
                const auto result = compareValues(valueAt(a, field), valueAt(b, field));
                if (result != 0) {
                    return descending ? result > 0 : result < 0;
                }
            }
            return false;
        });
    }
    const auto offset = std::min(selection.offset, rows.size());
    const auto count = std::min(selection.limit.value_or(rows.size()), rows.size() - offset);
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(offset));
    rows.resize(count);
    return rows;
}

namespace {

/// A tree of the wanted fields being filled: objects in the order in which they were first named.
struct Branch
{
    std::string_view name;
    json::Value value;
    std::vector<Branch> children;
};

Branch& childOf(Branch& parent, std::string_view name)
{
    const auto found = std::find_if(parent.children.begin(), parent.children.end(),
                                    [name](const Branch& child) { return child.name == name; });
    if (found != parent.children.end()) {
        return *found;
    }
    return parent.children.emplace_back(Branch{name, {}, {}});
}

json::Value built(const Branch& branch, json::Arena& arena)
{
    if (branch.children.empty()) {
        return branch.value;
    }
    std::vector<json::Member> members;
    for (const auto& child : branch.children) {
        if (const auto value = built(child, arena); !value.isUndefined()) {
            members.push_back({child.name, value});
        }
    }
    return arena.object(members);
}

bool knows(const TableDefinition& table, std::string_view field)
{
    return std::any_of(table.fields.begin(), table.fields.end(), [field](const std::string& known) {
        return known.size() == field.size()
               && std::equal(known.begin(), known.end(), field.begin(), [](char a, char b) {
                      const auto lower = [](char c) {
                          return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
                      };
                      return lower(a) == lower(b);
                  });
    });
}

} // namespace

json::Value project(const json::Value& row, const std::vector<FieldPath>& fields,
                    const TableDefinition& table, const Resolve& resolve, json::Arena& arena)
{
    Branch root;
    const auto fill = [&](const FieldPath& path) {
        auto value = row;
        auto* branch = &root;
        for (std::size_t i = 0; i < path.steps.size(); ++i) {
            const auto& step = path.steps[i];
            branch = &childOf(*branch, step);
            const auto relation = i == 0 ? table.relations.find(step) : table.relations.end();
            value = relation == table.relations.end() ? value[std::string_view(step)]
                                                      : resolve(relation->second, row);
            if (relation != table.relations.end() && value.isObject()) {
                if (const auto attributes = value["attributes"]; !attributes.isUndefined()) {
                    childOf(*branch, "attributes").value = attributes;
                }
            }
            if (!value.isObject() && i + 1 < path.steps.size()) {
                break; // Null or missing on the way: the part that is there stands for the rest.
            }
        }
        if (branch->children.empty()) {
            branch->value = value.isUndefined() && table.nulls ? json::Value::null() : value;
        }
    };
    for (const auto& path : table.always) {
        fill(path);
    }
    for (const auto& path : fields) {
        fill(path);
    }
    return built(root, arena);
}

json::Value mergedOver(const json::Value& base, const json::Value& patch, json::Arena& arena)
{
    if (!base.isObject() || !patch.isObject()) {
        return patch.isUndefined() ? base : patch;
    }
    std::vector<json::Member> members(base.members().begin(), base.members().end());
    for (const auto& [name, value] : patch.members()) {
        const auto found =
            std::find_if(members.begin(), members.end(),
                         [&name = name](const json::Member& member) { return member.name == name; });
        if (found == members.end()) {
            members.push_back({name, value});
        } else {
            found->value = mergedOver(found->value, value, arena);
        }
    }
    return arena.object(members);
}

namespace {

void resolveAliases(Predicate& predicate, const TableDefinition& table)
{
    if (const auto alias = table.aliases.find(predicate.field.text); alias != table.aliases.end()) {
        predicate.field = alias->second;
    }
    for (auto& child : predicate.children) {
        resolveAliases(child, table);
    }
}

} // namespace

void resolveAliases(Selection& selection, const TableDefinition& table)
{
    if (table.aliases.empty()) {
        return;
    }
    resolveAliases(selection.where, table);
    for (auto& ordering : selection.order) {
        if (const auto alias = table.aliases.find(ordering.field.text); alias != table.aliases.end()) {
            ordering.field = alias->second;
        }
    }
}

const FieldPath* unknownField(const Selection& selection, const TableDefinition& table)
{
    if (!table.strict) {
        return nullptr;
    }
    std::vector<const FieldPath*> used;
    for (const auto& field : selection.fields) {
        used.push_back(&field);
    }
    selection.where.collectFields(used);
    for (const auto& ordering : selection.order) {
        used.push_back(&ordering.field);
    }
    const auto found = std::find_if(used.begin(), used.end(), [&table](const FieldPath* field) {
        return !knows(table, field->text) && !table.relations.contains(field->steps.front());
    });
    return found == used.end() ? nullptr : *found;
}

} // namespace gatehouse::sandbox

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/selection_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::sandbox {
namespace {

constexpr int kMaxDepth = 32;

struct Operator
{
    std::string_view name;
    Comparison comparison;
};

constexpr std::array<Operator, 12> kOperators = {{{"eq", Comparison::Equal},
                                                  {"ne", Comparison::NotEqual},
                                                  {"lt", Comparison::Less},
                                                  {"le", Comparison::LessOrEqual},
                                                  {"gt", Comparison::Greater},
                                                  {"ge", Comparison::GreaterOrEqual},
                                                  {"like", Comparison::Like},
                                                  {"contains", Comparison::Contains},
                                                  {"in", Comparison::In},
                                                  {"not_in", Comparison::NotIn},
                                                  {"present", Comparison::Present},
                                                  {"absent", Comparison::Absent}}};

/// The value itself stands for a list of one, which it must outlive.
std::span<const json::Value> asList(const json::Value& value)
{
    return value.isArray() ? value.items()
                           : std::span<const json::Value>(&value, value.isUndefined() ? 0 : 1);
}

/// The list would be of a value that is gone by then.
std::span<const json::Value> asList(json::Value&& value) = delete;

Result<Predicate> readGroup(Predicate::Kind kind, const json::Value& parts, int depth)
{
    Predicate group;
    group.kind = kind;
    for (const auto& part : asList(parts)) {
        GH_ASSIGN(auto child, readPredicate(part, depth + 1));
        group.children.push_back(std::move(child));
    }
    return group;
}

Result<Predicate> readTest(const json::Value& value)
{
    const auto op = value["op"].asString();
    const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                    [op](const Operator& known) { return known.name == op; });
    if (found == kOperators.end() || value["field"].asString().empty()) {
        return fail(Errc::ParseError, fmt::format("no such filter: field \"{}\", operator \"{}\"",
                                                  value["field"].asString(), op));
    }
    Predicate test;
    test.kind = Predicate::Kind::Test;
    test.field = FieldPath::of(value["field"].asString());
    test.comparison = found->comparison;
    const auto literals = value["value"];
    for (const auto& literal : asList(literals)) {
        test.literals.push_back(Literal::of(literal));
    }
    return test;
}

} // namespace

Result<Predicate> readPredicate(const json::Value& value, int depth)
{
    if (depth > kMaxDepth) {
        return fail(Errc::LimitExceeded, "the filter is nested too deeply");
    }
    if (value.isUndefined() || value.isNull()) {
        return Predicate{};
    }
    if (value.isArray()) {
        return readGroup(Predicate::Kind::All, value, depth);
    }
    if (value.contains("all")) {
        return readGroup(Predicate::Kind::All, value["all"], depth);
    }
    if (value.contains("any")) {
        return readGroup(Predicate::Kind::Any, value["any"], depth);
    }
    if (value.contains("not")) {
        return readGroup(Predicate::Kind::Not, value["not"], depth);
    }
    return readTest(value);
}

std::vector<Ordering> readOrder(const json::Value& value)
{
    std::vector<Ordering> order;
    for (const auto& item : asList(value)) {
        if (const auto field = item["field"].asString(); !field.empty()) {
            order.push_back({FieldPath::of(field), item["descending"].asBool()});
        }
    }
    return order;
}

std::vector<FieldPath> readFields(const json::Value& value)
{
    std::vector<FieldPath> fields;
    for (const auto& item : asList(value)) {
        if (!item.asString().empty()) {
            fields.push_back(FieldPath::of(item.asString()));
        }
    }
    return fields;
}

} // namespace gatehouse::sandbox

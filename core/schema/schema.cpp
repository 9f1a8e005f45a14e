// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema.h"

#include "core/json/pointer.h"
#include "core/schema/explain.h"
#include "core/schema/quick_check.h"
#include "core/schema/text_rules.h"
#include "core/schema/value_adapter.h"

#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <exception>
#include <mutex>

namespace gatehouse::schema {
namespace {

/// valijson names places as "<root>", "[name]", "[0]".
std::string pointerOf(const std::vector<std::string>& context)
{
    std::string pointer;
    for (const auto& step : context) {
        if (step.size() >= 2 && step.front() == '[' && step.back() == ']') {
            pointer = json::appendToken(pointer, std::string_view(step).substr(1, step.size() - 2));
        }
    }
    return pointer;
}

} // namespace

struct Schema::Compiled
{
    json::Arena arena;
    json::Value document; ///< The whole schema, for explanations; in the arena.
    TextRules textRules;
    QuickCheck quick;
    valijson::Schema schema;

    /// A Validator caches the regular expressions of patternProperties and may serve one thread at a time.
    mutable std::mutex mutex;
    mutable std::vector<std::unique_ptr<valijson::Validator>> idle;

    [[nodiscard]] std::unique_ptr<valijson::Validator> borrow() const
    {
        const std::scoped_lock lock(mutex);
        if (idle.empty()) {
            return std::make_unique<valijson::Validator>();
        }
        auto validator = std::move(idle.back());
        idle.pop_back();
        return validator;
    }

    void giveBack(std::unique_ptr<valijson::Validator> validator) const
    {
        const std::scoped_lock lock(mutex);
        idle.push_back(std::move(validator));
    }

    /// The structure alone; texts are the text rules' business.
    [[nodiscard]] bool run(const json::Value& value, valijson::ValidationResults* results) const
    {
        if (quick.surelyValid(value)) {
            return true;
        }
        auto validator = borrow();
        const bool valid = validator->validate(schema, ValueAdapter(value), results);
        giveBack(std::move(validator));
        return valid;
    }
};

Result<Schema> Schema::compile(const json::Value& schema)
{
    if (!schema.isObject()) {
        return fail(Errc::ConfigError, "a JSON Schema is an object");
    }
    auto compiled = std::make_shared<Compiled>();
    compiled->document = compiled->arena.clone(schema);
    GH_ASSIGN(const json::Value structure,
              TextRules::extract(compiled->document, compiled->arena, compiled->textRules));
    compiled->quick = QuickCheck(structure);
    // valijson throws on schemas it cannot use; nothing of it leaves this file.
    try {
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(ValueAdapter(structure), compiled->schema);
    } catch (const std::exception& problem) {
        return fail(Errc::ConfigError, std::string("not a usable JSON Schema: ") + problem.what());
    }
    Schema result;
    result.m_compiled = std::move(compiled);
    return result;
}

std::vector<Violation> Schema::validate(const json::Value& value, std::size_t maxViolations) const
{
    std::vector<Violation> violations;
    if (!m_compiled) {
        return violations;
    }
    valijson::ValidationResults results;
    try {
        if (!m_compiled->run(value, nullptr)) {
            (void)m_compiled->run(value, &results);
        }
    } catch (const std::exception& problem) {
        violations.push_back({"", std::string("could not be checked: ") + problem.what()});
    }
    for (const auto& error : results) {
        auto pointer = pointerOf(error.context);
        const auto text = explain(error.description, m_compiled->document, value, pointer);
        if (text && violations.size() < maxViolations) {
            violations.push_back({std::move(pointer), *text});
        }
    }
    if (results.numErrors() > 0 && violations.empty()) {
        violations.push_back({"", "fits none of the forms that the schema allows"});
    }
    m_compiled->textRules.check(value, violations, maxViolations);
    std::ranges::stable_sort(violations, {},
                             [](const Violation& v) { return std::ranges::count(v.pointer, '/'); });
    return violations;
}

bool Schema::accepts(const json::Value& value) const
{
    if (!m_compiled) {
        return true;
    }
    try {
        if (!m_compiled->run(value, nullptr)) {
            return false;
        }
    } catch (const std::exception&) {
        return false;
    }
    std::vector<Violation> violations;
    m_compiled->textRules.check(value, violations, 1);
    return violations.empty();
}

} // namespace gatehouse::schema

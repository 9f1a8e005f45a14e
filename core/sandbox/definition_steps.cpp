// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/definition_reader.h"

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::sandbox {
namespace {

using Kind = StepDefinition::Kind;

/// Which members a kind of step has besides its own name: those that are expressions, and all others.
struct StepForm
{
    std::string_view keyword;
    Kind kind;
    std::initializer_list<std::string_view> expressions;
    std::initializer_list<std::string_view> others;
};

const std::array<StepForm, 9>& forms()
{
    static const std::array<StepForm, 9> kForms = {{
        {"select",
         Kind::Select,
         {"sql", "where", "order", "fields", "offset", "limit", "when"},
         {"table", "else", "invalid", "save"}},
        {"resume", Kind::Resume, {"cursor", "offset", "limit", "when"}, {"else"}},
        {"find", Kind::Find, {"id", "value", "when"}, {"table", "field", "else"}},
        {"refuse", Kind::Refuse, {"when"}, {}},
        {"set", Kind::Set, {"value", "when"}, {}},
        {"insert", Kind::Insert, {"values", "when"}, {"table", "else"}},
        {"update", Kind::Update, {"id", "values", "when"}, {"table", "else"}},
        {"delete", Kind::Delete, {"id", "values", "when"}, {"table", "into", "else"}},
        {"each", Kind::Each, {"requests", "when"}, {}},
    }};
    return kForms;
}

bool allowed(const StepForm& form, std::string_view name)
{
    return name == form.keyword
           || std::find(form.expressions.begin(), form.expressions.end(), name) != form.expressions.end()
           || std::find(form.others.begin(), form.others.end(), name) != form.others.end();
}

StepDefinition readStep(const DefinitionNode& node, const StepForm& form)
{
    StepDefinition step;
    step.kind = form.kind;
    if (form.kind == Kind::Refuse) {
        step.otherwise = node.at("refuse").response();
    } else {
        step.name = node.at(form.keyword).text();
        step.otherwise = node.at("else").response();
    }
    step.table = node.at("table").text();
    step.into = node.at("into").text();
    step.field = FieldPath::of(node.at("field").text());
    step.invalid = node.at("invalid").response();
    step.save = node.at("save").truth(false);
    for (const auto name : form.expressions) {
        if (node.at(name).present()) {
            step.expressions.emplace(name, node.at(name).expression());
        }
    }
    for (const auto& member : node.value().members()) {
        if (!allowed(form, member.name)) {
            node.at(member.name).fail("this member does not belong to this kind of step");
        }
    }
    return step;
}

} // namespace

const Expression* StepDefinition::expression(std::string_view which) const
{
    const auto found = expressions.find(which);
    return found == expressions.end() ? nullptr : &found->second;
}

std::vector<StepDefinition> readSteps(const DefinitionNode& node)
{
    std::vector<StepDefinition> steps;
    for (std::size_t i = 0; i < node.value().items().size(); ++i) {
        const auto one = node.at(i);
        const auto form = std::find_if(forms().begin(), forms().end(), [&one](const StepForm& candidate) {
            return one.at(candidate.keyword).present();
        });
        if (form == forms().end()) {
            one.fail("a step is one of select, resume, find, refuse, set, insert, update, delete, each");
            continue;
        }
        steps.push_back(readStep(one, *form));
    }
    return steps;
}

} // namespace gatehouse::sandbox

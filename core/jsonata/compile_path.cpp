// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/compiler.h"

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

bool isPlainField(const IrNode& step)
{
    return step.kind == AstKind::Name && step.stages.empty() && step.predicates.empty()
           && step.group == nullptr && !step.tuple;
}

} // namespace

FieldKey Compiler::fieldKey(std::string_view name)
{
    return {name, m_program.sitesBase + m_program.sites++};
}

const Node* Compiler::path(const IrNode& ir)
{
    const bool tuple =
        std::any_of(ir.steps.begin(), ir.steps.end(), [](const IrNode* step) { return step->tuple; });
    if (tuple) {
        return tuplePath(ir);
    }
    const bool inTupleStep = m_inTupleStep;
    m_inTupleStep = false;
    const Node* node = fieldChain(ir);
    if (node == nullptr) {
        node = plainPath(ir);
    }
    m_inTupleStep = inTupleStep;
    return node;
}

/// a.b.c and $v.a.b, the most frequent paths there are.
const Node* Compiler::fieldChain(const IrNode& ir)
{
    if (ir.keepSingleton || ir.group != nullptr || (!m_options.specialise && ir.steps.size() > 1)) {
        return nullptr;
    }
    const IrNode& first = *ir.steps.front();
    const bool headed = first.kind == AstKind::Variable && first.stages.empty() && first.predicates.empty()
                        && first.group == nullptr && ir.steps.size() > 1;
    const auto from = ir.steps.begin() + (headed ? 1 : 0);
    if (!std::all_of(from, ir.steps.end(), [](const IrNode* step) { return isPlainField(*step); })) {
        return nullptr;
    }
    auto* node = create<FieldChainNode>(NodeKind::FieldChain, ir);
    node->head = headed ? compile(first) : nullptr;
    std::vector<FieldKey> fields;
    for (auto step = from; step != ir.steps.end(); ++step) {
        fields.push_back(fieldKey((*step)->ast->text));
    }
    node->fields = list(fields);
    node->reserve = 2;
    return node;
}

/// A path's text runs from its first step to the end of its last one, with what stands behind that.
void Compiler::spanPath(PathNode& node, const IrNode& ir)
{
    for (const IrNode* step : ir.steps) {
        node.start = std::min(node.start, step->ast->start);
        node.end = std::max(node.end, step->ast->end);
        for (const IrStage& stage : step->stages) {
            node.end = std::max(node.end, stage.ast->end);
        }
    }
    if (ir.group != nullptr) {
        node.end = std::max(node.end, ir.group->ast->end);
    }
}

const Node* Compiler::plainPath(const IrNode& ir)
{
    auto* node = create<PathNode>(NodeKind::Path, ir);
    spanPath(*node, ir);
    std::vector<StepSpec> steps;
    for (const IrNode* each : ir.steps) {
        steps.push_back(step(*each, false));
    }
    node->steps = list(steps);
    node->keepSingleton = ir.keepSingleton;
    node->firstIsVariable = ir.steps.front()->kind == AstKind::Variable;
    node->group = ir.group != nullptr ? object(*ir.group) : nullptr;
    node->reserve = 2;
    return node;
}

StepSpec Compiler::step(const IrNode& ir, bool inTuple)
{
    StepSpec spec;
    spec.tokenEnd = ir.ast->tokenEnd;
    spec.stages = stages(ir.stages, inTuple);
    if (ir.kind == AstKind::Sort) {
        spec.isSort = true;
        std::vector<SortTermSpec> terms;
        for (const IrNode* term : ir.children) {
            terms.push_back({compile(*term->children[0]), term->ast->descending});
        }
        spec.terms = list(terms);
        return spec;
    }
    if (ir.kind == AstKind::Name && ir.predicates.empty() && ir.group == nullptr && m_options.specialise) {
        spec.isField = true;
        spec.field = fieldKey(ir.ast->text);
        return spec;
    }
    spec.constructed = ir.constructed;
    spec.node = compile(ir);
    return spec;
}

std::span<const StageSpec> Compiler::stages(const std::vector<IrStage>& stageList, bool inTuple)
{
    std::vector<StageSpec> out;
    for (const IrStage& stage : stageList) {
        StageSpec spec;
        if (stage.filter == nullptr) {
            if (!inTuple) {
                continue;
            }
            spec.numbers = true;
            spec.slot = declare(*m_scope, stage.indexName);
        } else if (stage.filter->kind == AstKind::Number && stage.filter->predicates.empty()
                   && stage.filter->group == nullptr) {
            spec.constantIndex = true;
            spec.index = stage.filter->number;
        } else {
            const bool inTupleStep = m_inTupleStep;
            m_inTupleStep = false;
            spec.filter = compile(*stage.filter);
            m_inTupleStep = inTupleStep;
        }
        out.push_back(spec);
    }
    return list(out);
}

/// The nested path whose bindings a step hands on, as in (a.b).% : the step's block ends in it.
const IrNode* Compiler::nestedTuplePath(const IrNode& step) const
{
    const IrNode* at = &step;
    while (at->kind == AstKind::Block && !at->children.empty()) {
        at = at->children.back();
    }
    return at->kind == AstKind::Path && at->tuple ? at : nullptr;
}

void Compiler::declareTupleNames(Scope& scope, const IrNode& path)
{
    for (const IrNode* each : path.steps) {
        if (each->hasFocus) {
            declare(scope, each->focus);
        }
        if (each->hasIndex) {
            declare(scope, each->index);
        }
        if (each->ancestor) {
            declare(scope, keptName(labelName(*each->ancestor)));
        }
        for (const IrStage& stage : each->stages) {
            if (stage.filter == nullptr) {
                declare(scope, stage.indexName);
            }
        }
        if (const IrNode* nested = nestedTuplePath(*each)) {
            declareTupleNames(scope, *nested);
        }
    }
}

std::vector<SlotCopy> Compiler::inherited(const IrNode& step)
{
    std::vector<SlotCopy> out;
    const IrNode* nested = nestedTuplePath(step);
    const auto inner = nested != nullptr ? m_tupleScopes.find(nested) : m_tupleScopes.end();
    if (inner != m_tupleScopes.end()) {
        for (const Scope::Variable& variable : inner->second->variables) {
            out.push_back({variable.slot, declare(*m_scope, variable.name)});
        }
    }
    return out;
}

const Node* Compiler::tuplePath(const IrNode& ir)
{
    auto* node = create<PathNode>(NodeKind::TuplePath, ir);
    spanPath(*node, ir);
    const bool gives = ir.tuple && m_inTupleStep;
    const bool inTupleStep = m_inTupleStep;
    Scope* scope = openScope(true, false);
    addSlot(*scope); // Slot 0 is the item itself.
    declareTupleNames(*scope, ir);
    std::vector<std::string_view> names;
    collectAll(ir, names);
    for (const std::string_view name : names) {
        declare(*scope, name);
    }
    std::vector<StepSpec> steps;
    bool bound = false;
    for (const IrNode* each : ir.steps) {
        bound = bound || each->tuple;
        if (!bound) {
            ++node->plainSteps;
        }
        m_inTupleStep = bound;
        StepSpec spec = step(*each, bound);
        if (each->hasFocus) {
            spec.focus = declare(*scope, each->focus);
        }
        if (each->hasIndex) {
            spec.index = declare(*scope, each->index);
        }
        if (each->ancestor) {
            spec.ancestor = declare(*scope, keptName(labelName(*each->ancestor)));
        }
        const std::vector<SlotCopy> copies = inherited(*each);
        spec.inherits = list(copies);
        steps.push_back(spec);
    }
    m_inTupleStep = false;
    node->steps = list(steps);
    node->keepSingleton = ir.keepSingleton;
    node->firstIsVariable = ir.steps.front()->kind == AstKind::Variable;
    node->group = ir.group != nullptr ? object(*ir.group) : nullptr;
    node->givesTuples = gives;
    node->tupleSlots = scope->frameSlots;
    node->reserve = 2;
    m_tupleScopes.emplace(&ir, scope);
    m_inTupleStep = inTupleStep;
    closeScope();
    return node;
}

} // namespace gatehouse::jsonata

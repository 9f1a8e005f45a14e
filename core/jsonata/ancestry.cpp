// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/ir.h"

namespace gatehouse::jsonata {

std::string_view Normaliser::referenceName(AstKind kind) noexcept
{
    switch (kind) {
    case AstKind::Path:
        return "path";
    case AstKind::Parent:
        return "parent";
    case AstKind::Block:
        return "block";
    case AstKind::Sort:
        return "sort";
    case AstKind::Variable:
        return "variable";
    case AstKind::Descendants:
        return "descendant";
    case AstKind::Call:
        return "function";
    case AstKind::PartialCall:
        return "partial";
    case AstKind::Array:
    case AstKind::Object:
    case AstKind::Minus:
        return "unary";
    case AstKind::Binary:
    case AstKind::Range:
        return "binary";
    case AstKind::Conditional:
    case AstKind::Elvis:
    case AstKind::Coalesce:
        return "condition";
    case AstKind::Lambda:
        return "lambda";
    case AstKind::Apply:
        return "apply";
    case AstKind::Bind:
        return "bind";
    case AstKind::Transform:
        return "transform";
    case AstKind::Number:
        return "number";
    case AstKind::True:
    case AstKind::False:
    case AstKind::Null:
        return "value";
    case AstKind::Regex:
        return "regex";
    default:
        return "string";
    }
}

/// Hands the open '%'s of a part to the whole.
void Normaliser::passOn(IrNode& to, const IrNode& from)
{
    to.seeking.insert(to.seeking.end(), from.seeking.begin(), from.seeking.end());
    if (from.kind == AstKind::Parent && from.slot != nullptr) {
        to.seeking.push_back(from.slot);
    }
}

/// Looks back from the last step for the steps that its open '%'s mean.
void Normaliser::resolveAncestry(IrNode& path)
{
    IrNode& last = *path.steps.back();
    std::vector<ParentSlot*> slots = last.seeking;
    if (last.kind == AstKind::Parent) {
        slots.push_back(last.slot);
    }
    for (ParentSlot* slot : slots) {
        std::size_t at = path.steps.size() - 1;
        while (slot->level > 0) {
            if (at == 0) {
                path.seeking.push_back(slot);
                break;
            }
            --at;
            // Steps side by side that bind their results leave the context where it was: one step up.
            while (at > 0 && path.steps[at]->hasFocus && path.steps[at - 1]->hasFocus) {
                --at;
            }
            seek(*path.steps[at], *slot);
        }
    }
}

/// Counts a step on the way up; the step that is reached keeps its input under the slot's label.
void Normaliser::seek(IrNode& step, ParentSlot& slot)
{
    switch (step.kind) {
    case AstKind::Name:
    case AstKind::Wildcard:
        if (--slot.level == 0) {
            if (step.ancestor) {
                slot.label = *step.ancestor;
            } else {
                step.ancestor = slot.label;
            }
            step.tuple = true;
        }
        return;
    case AstKind::Parent:
        ++slot.level;
        return;
    case AstKind::Block:
        if (!step.children.empty()) {
            step.tuple = true;
            seek(*step.children.back(), slot);
        }
        return;
    case AstKind::Path: {
        step.tuple = true;
        std::size_t at = step.steps.size() - 1;
        seek(*step.steps[at], slot);
        while (slot.level > 0 && at > 0) {
            seek(*step.steps[--at], slot);
        }
        return;
    }
    default:
        fail("S0217", *step.ast, referenceName(step.kind));
        slot.level = 0;
    }
}

} // namespace gatehouse::jsonata

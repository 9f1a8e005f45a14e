// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/ast.h"
#include "core/jsonata/callable.h"
#include "core/jsonata/scope.h"
#include "core/jsonata/signature.h"
#include "core/jsonata/steps.h"
#include "core/jsonata/value_access.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::jsonata {

/// The compact form that is evaluated: small immutable structs in one arena, variables as slots of frames,
/// constants folded, and special forms of what mappings consist of (fields of fields, built-in calls).
enum class NodeKind : std::uint8_t
{
    Constant,
    Context,
    Root,
    Variable,
    Global,
    FieldChain,
    Path,
    TuplePath,
    Decorated,
    Wildcard,
    Descendants,
    Negate,
    Arithmetic,
    Compare,
    Equality,
    And,
    Or,
    In,
    Concat,
    Array,
    Range,
    Object,
    Block,
    Conditional,
    Elvis,
    Coalesce,
    Bind,
    Lambda,
    Call,
    BuiltinCall,
    Partial,
    Apply,
    Transform
};

struct Node
{
    NodeKind kind = NodeKind::Constant;
    bool tail = false; ///< Its value is the value of the lambda around it.
    std::uint16_t reserve =
        1; ///< Nesting of evaluations that this node needs before it evaluates a real child.
    std::uint32_t start = 0; ///< Bytes of the source.
    std::uint32_t end = 0;
    std::uint32_t tokenEnd = 0; ///< Where the reference says an error of this node is; kNoPosition: nowhere.
};

using Nodes = std::span<const Node* const>;

struct ConstantNode : Node
{
    Value value;
};

struct VariableNode : Node
{
    std::uint16_t hops = 0;
    std::uint16_t slot = 0;
    const Node* otherwise = nullptr; ///< What an unbound slot falls back to: an outer variable.
};

struct GlobalNode : Node
{
    std::uint32_t index = 0; ///< Into the evaluation's globals.
};

/// a.b.c, or $v.a.b when there is a head.
struct FieldChainNode : Node
{
    const Node* head = nullptr;
    std::span<const FieldKey> fields;
};

struct PairSpec
{
    const Node* key = nullptr;
    const Node* value = nullptr;
};

/// { k: v, … } as a constructor or behind a path.
struct ObjectNode : Node
{
    std::span<const PairSpec> pairs;
    std::span<const std::string_view> names; ///< Set when all keys are different constants.
};

struct PathNode : Node
{
    std::span<const StepSpec> steps;
    const ObjectNode* group = nullptr;
    bool keepSingleton = false;
    bool firstIsVariable = false;
    bool givesTuples = false;
    std::uint16_t tupleSlots = 0; ///< Slots of a tuple's frame.
    std::uint16_t plainSteps = 0; ///< Of a TuplePath: the steps before the first that binds anything.
};

/// Anything but a path with predicates, a group or [] behind it.
struct DecoratedNode : Node
{
    const Node* inner = nullptr;
    std::span<const StageSpec> stages;
    const ObjectNode* group = nullptr;
    bool keepArray = false;
    bool givesTuples = false;
};

struct UnaryNode : Node
{
    const Node* child = nullptr;
};

struct BinaryNode : Node
{
    BinaryOp op = BinaryOp::Add;
    const Node* left = nullptr;
    const Node* right = nullptr;
};

struct ListNode : Node ///< Concat
{
    Nodes items;
    std::span<const std::uint32_t> positions;
};

struct ArrayNode : Node
{
    Nodes items;
    std::span<const bool> nested; ///< Which items are array constructors themselves: those are not spread.
    bool constructed = false;
};

struct RangeNode : Node
{
    const Node* left = nullptr;
    const Node* right = nullptr;
    bool lazy = false; ///< The reader of the value knows lazy ranges.
};

struct BlockNode : Node
{
    Nodes steps;
    bool ownFrame = false;
    std::uint16_t firstSlot = 0; ///< Slots to clear on the way in, when it has no frame of its own.
    std::uint16_t slots = 0;
};

struct ConditionalNode : Node
{
    const Node* condition = nullptr;
    const Node* then = nullptr;
    const Node* otherwise = nullptr;
};

struct BindNode : Node
{
    const Node* value = nullptr;
    std::string_view exported; ///< $eval: a name that is new to its caller, who sees it from now on.
    std::uint16_t hops = 0;
    std::uint16_t slot = 0;
};

struct LambdaNode : Node
{
    const Node* body = nullptr;
    const Signature* signature = nullptr;
    std::uint16_t parameters = 0;
    std::uint16_t slots = 0;
    std::uint16_t frameSlots = 0;
    bool captured = false; ///< Something made inside may outlive the call: the frame lives in the arena.
    std::span<const std::uint16_t> parameterSlots;
};

struct CallNode : Node
{
    const Node* callee = nullptr;
    Nodes arguments;
    std::string_view name; ///< For errors: the variable or field that is called.
    bool nameIsField = false;
    const BuiltinDefinition* builtin = nullptr; ///< Of a BuiltinCall.
    std::uint32_t global = 0;
    const Scope* scope = nullptr; ///< Of a call of $eval: the names it sees.
    std::uint32_t calleeEnd = 0;  ///< Behind the callee: where the reference places errors of tail calls.
    const Node* meant = nullptr;  ///< Of a field that is called: the variable of that name.
};

struct TransformNode : Node
{
    const Node* pattern = nullptr;
    const Node* update = nullptr;
    const Node* remove = nullptr;
    std::uint16_t slots = 0;
};

} // namespace gatehouse::jsonata

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/ast.h"
#include "core/jsonata/nodes.h"
#include "core/jsonata/regex/regex.h"
#include "core/jsonata/scope.h"
#include "core/jsonata/signature.h"
#include "core/jsonata/value_access.h"

#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// A name that no := of the expression binds: a binding of the evaluation, a host function or a built-in.
struct GlobalName
{
    std::string_view name;
    Value standard; ///< The library's function; Unbound when there is none.
};

class Program
{
public:
    std::string source;
    std::shared_ptr<const Ast> ast;
    FunctionLibraryPtr library;
    json::Arena arena;
    std::list<Signature> signatures;
    std::list<Scope> scopes;
    std::list<Regex> regexes;
    std::vector<GlobalName> globals;
    const Node* root = nullptr;
    std::uint16_t rootSlots = 0;
    std::uint32_t sites = 0;       ///< Field accesses that remember their last index.
    std::uint32_t globalsBase = 0; ///< Of a program of $eval: where its own globals begin in the evaluation.
    std::uint32_t sitesBase = 0;
};

struct CompileOptions
{
    bool specialise = true;       ///< Off for tracing: every part is evaluated as it is written.
    bool evaluated = false;       ///< It is a text of $eval.
    const Scope* outer = nullptr; ///< $eval: the names around the call.
    std::uint32_t globalsBase = 0;
    std::uint32_t sitesBase = 0;
};

[[nodiscard]] Outcome<std::shared_ptr<const Program>> compileProgram(std::shared_ptr<const Ast> ast,
                                                                     const FunctionLibraryPtr& library,
                                                                     const CompileOptions& options = {});

} // namespace gatehouse::jsonata

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/function_library.h"

#include "core/jsonata/extra/extra_functions.h"

#include <algorithm>

namespace gatehouse::jsonata {

Value FunctionLibrary::find(std::string_view name) const
{
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? ValueAccess::extension(ExtensionKind::Unbound) : found->second;
}

std::vector<std::string_view> FunctionLibrary::names() const
{
    std::vector<std::string_view> out;
    out.reserve(m_byName.size());
    for (const auto& [name, value] : m_byName) {
        out.push_back(name);
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<FunctionLibrary::Description> FunctionLibrary::describe() const
{
    std::vector<Description> out;
    for (const std::string_view name : names()) {
        const Callable& callable = callableOf(find(name));
        if (callable.kind == CallableKind::Builtin) {
            const BuiltinDefinition& definition = *static_cast<const BuiltinCallable&>(callable).definition;
            out.push_back({name, definition.signature, definition.doc});
        } else {
            const HostFunction& function = *static_cast<const HostCallable&>(callable).function;
            out.push_back({name, function.signature, function.doc});
        }
    }
    return out;
}

void FunctionLibrary::add(std::span<const BuiltinDefinition> definitions)
{
    for (const BuiltinDefinition& definition : definitions) {
        SignatureError unused;
        const Signature& signature =
            m_signatures.emplace_back(*Signature::parse(definition.signature, unused));
        BuiltinCallable& callable = m_builtins.emplace_back();
        callable.kind = CallableKind::Builtin;
        callable.arity = definition.arity;
        callable.definition = &definition;
        callable.signature = &signature;
        m_byName.insert_or_assign(definition.name, functionValue(callable));
    }
}

void FunctionLibrary::add(HostFunction function)
{
    const HostFunction& kept = m_functions.emplace_back(std::move(function));
    HostCallable& callable = m_hosts.emplace_back();
    callable.kind = CallableKind::Host;
    callable.function = &kept;
    callable.arity = 1;
    if (!kept.signature.empty()) {
        SignatureError unused;
        if (auto signature = Signature::parse(kept.signature, unused)) {
            callable.signature = &m_signatures.emplace_back(std::move(*signature));
            callable.arity = static_cast<std::uint16_t>(callable.signature->parameters().size());
        }
    }
    m_byName.insert_or_assign(kept.name, functionValue(callable));
}

void FunctionLibrary::keep(FunctionLibraryPtr base)
{
    m_byName = base->m_byName;
    m_base = std::move(base);
}

FunctionLibraryPtr standardLibrary()
{
    static const FunctionLibraryPtr library = [] {
        auto made = std::make_shared<FunctionLibrary>();
        made->add(aggregateFunctions());
        made->add(arrayFunctions());
        made->add(booleanFunctions());
        made->add(encodingFunctions());
        made->add(higherOrderFunctions());
        made->add(numberFunctions());
        made->add(objectFunctions());
        made->add(patternFunctions());
        made->add(pictureFunctions());
        made->add(pictureFunctions());
        made->add(stringFunctions());
        return made;
    }();
    return library;
}

FunctionLibraryPtr gatewayLibrary()
{
    static const FunctionLibraryPtr library = extend(standardLibrary(), extraFunctions());
    return library;
}

FunctionLibraryPtr extend(const FunctionLibraryPtr& base, std::vector<HostFunction> functions)
{
    auto made = std::make_shared<FunctionLibrary>();
    made->keep(base);
    for (HostFunction& function : functions) {
        made->add(std::move(function));
    }
    return made;
}

} // namespace gatehouse::jsonata

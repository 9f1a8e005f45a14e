// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/text/latin1_base64.h"
#include "core/jsonata/text/url_encoding.h"

#include <array>
#include <optional>
#include <string>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value base64Encode(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return !arguments.empty() && arguments[0].isString()
               ? evaluator.text(text::base64Encode(arguments[0].asString()))
               : Value();
}

Value base64Decode(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return !arguments.empty() && arguments[0].isString()
               ? evaluator.text(text::base64Decode(arguments[0].asString()))
               : Value();
}

using UrlFunction = std::optional<std::string> (*)(std::string_view);

Value urlFunction(Evaluator& evaluator, Arguments arguments, UrlFunction function, std::string_view name)
{
    if (arguments.empty() || !arguments[0].isString()) {
        return {};
    }
    if (const auto result = function(arguments[0].asString())) {
        return evaluator.text(*result);
    }
    EvalError error{"D3140"};
    error.value = arguments[0];
    error.functionName = Value::string(name);
    return evaluator.raise(error);
}

Value encodeUrl(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return urlFunction(evaluator, arguments, text::encodeUri, "encodeUrl");
}

Value encodeUrlComponent(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return urlFunction(evaluator, arguments, text::encodeUriComponent, "encodeUrlComponent");
}

Value decodeUrl(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return urlFunction(evaluator, arguments, text::decodeUri, "decodeUrl");
}

Value decodeUrlComponent(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return urlFunction(evaluator, arguments, text::decodeUriComponent, "decodeUrlComponent");
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"base64encode", "<s-:s>", 1, false, base64Encode, "Base 64 of a text's Latin-1 bytes."},
    BuiltinDefinition{"base64decode", "<s-:s>", 1, false, base64Decode, "Text of base 64, as Latin-1 bytes."},
    BuiltinDefinition{"encodeUrl", "<s-:s>", 1, false, encodeUrl, "Escapes what may not stand in a URL."},
    BuiltinDefinition{"encodeUrlComponent", "<s-:s>", 1, false, encodeUrlComponent,
                      "Escapes what may not stand in a part of a URL."},
    BuiltinDefinition{"decodeUrl", "<s-:s>", 1, false, decodeUrl, "Undoes $encodeUrl."},
    BuiltinDefinition{"decodeUrlComponent", "<s-:s>", 1, false, decodeUrlComponent,
                      "Undoes $encodeUrlComponent."},
};

} // namespace

std::span<const BuiltinDefinition> encodingFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata

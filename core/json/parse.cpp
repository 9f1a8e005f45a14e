// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"

#include "core/json/parse_error.h"
#include "core/json/tokens.h"
#include "core/json/tree_builder.h"

namespace gatehouse::json {
namespace {

struct Scratch
{
    TokenIndexer indexer;
    BuildScratch build;
};

constexpr std::size_t kKeptScratch = 65536;

/// A page of JSON is parsed in microseconds; allocating and faulting in the scratch memory anew each time
/// would cost more than that.
Scratch& scratchOfThisThread()
{
    thread_local Scratch scratch;
    return scratch;
}

void shrink(Scratch& scratch)
{
    scratch.indexer.shrink();
    if (scratch.build.values.capacity() + scratch.build.members.capacity() > kKeptScratch) {
        scratch.build = {};
    }
}

Result<Value> buildRoot(std::string_view text, const ParseLimits& limits, Scratch& scratch, Arena& arena)
{
    GH_ASSIGN(const auto tokens, scratch.indexer.index(text));
    // A member is four tokens (name, colon, value, comma) and 32 bytes, an element two and 16.
    constexpr std::size_t kBytesPerToken = 8;
    arena.expect(tokens.size() * kBytesPerToken + sizeof(Value));
    TreeBuilder builder(text, tokens, limits.maxDepth, scratch.build);
    GH_ASSIGN(const Value root, builder.build(arena));
    if (!builder.atEnd()) {
        return fail(builder.unexpected("the end of the text"));
    }
    return root;
}

} // namespace

Result<Document> parse(std::string&& text, const ParseLimits& limits)
{
    GH_TRY(checkSize(text.size(), limits));
    auto arena = std::make_shared<Arena>();
    const std::string_view kept = arena->adopt(std::move(text));
    Scratch& scratch = scratchOfThisThread();
    const auto root = buildRoot(kept, limits, scratch, *arena);
    shrink(scratch);
    if (!root) {
        return fail(root.error());
    }
    return Document(std::move(arena), *root);
}

Result<Document> parse(std::string_view text, const ParseLimits& limits)
{
    return parse(std::string(text), limits);
}

} // namespace gatehouse::json

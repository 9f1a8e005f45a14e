// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_check.h"
#include "core/config/definition_source.h"
#include "core/config/snapshot.h"

#include <span>
#include <string>
#include <vector>

namespace gatehouse::config {

/// What a load changed, by path.
struct ChangeSet
{
    std::vector<std::string> added;
    std::vector<std::string> changed;
    std::vector<std::string> removed;

    [[nodiscard]] bool empty() const noexcept { return added.empty() && changed.empty() && removed.empty(); }
};

struct LoadOutcome
{
    SnapshotPtr snapshot; ///< Never null. The previous one when nothing changed.
    ChangeSet changes;
    std::vector<FileProblem> problems; ///< Also in the snapshot.
};

/// Turns files into a snapshot: validates each against its JSON Schema, parses it, compiles every expression,
/// and checks that names it refers to exist. Pure and thread-safe: what the files are is the caller's
/// business, and so is watching them.
class Loader
{
public:
    /// Compiles the three schemas. Fails only when the program was built with broken ones.
    [[nodiscard]] static Result<Loader> create();

    /// files: the whole state, path by path. A file that is wrong is left out and reported; when `previous`
    /// has a good version of it, that version stays in force.
    [[nodiscard]] LoadOutcome load(std::span<const DefinitionFile> files,
                                   const SnapshotPtr& previous = nullptr) const;

    /// Everything wrong with one file; empty: it would be accepted. The path tells which format it is, by its
    /// shape (mappings/…, models/…); any other name is taken for a provider definition unless its content
    /// says otherwise.
    [[nodiscard]] std::vector<Error> check(const DefinitionFile& file) const;

    /// Schema and expressions of one override before it is stored.
    [[nodiscard]] std::vector<Error> checkOverride(const json::Document& document) const;

private:
    friend class LoadRun;

    Loader() = default;

    DefinitionSchemas m_schemas;
};

} // namespace gatehouse::config

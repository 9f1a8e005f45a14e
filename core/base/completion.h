// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <functional>
#include <memory>
#include <utility>

namespace gatehouse {

/// A callback that is called exactly once: with the answer, or — when the holder is destroyed without
/// answering — with Errc::Abandoned. Move-only; may be moved to another thread. The callee says on which
/// thread it answers.
template <class T>
class Completion
{
public:
    using Function = std::function<void(Result<T>)>;

    Completion() = default;

    // Implicit on purpose: call sites pass a lambda.
    template <class F>

    requires(std::is_invocable_v<F, Result<T>> && !std::is_same_v<std::decay_t<F>, Completion>)
        Completion(F&& function) // NOLINT(google-explicit-constructor)
        : m_function(std::make_unique<Function>(std::forward<F>(function)))
    {}

    Completion(const Completion&) = delete;
    Completion& operator=(const Completion&) = delete;
    Completion(Completion&&) noexcept = default;

    Completion& operator=(Completion&& other) noexcept
    {
        if (this != &other) {
            abandon();
            m_function = std::move(other.m_function);
        }
        return *this;
    }

    ~Completion() { abandon(); }

    [[nodiscard]] explicit operator bool() const noexcept { return m_function != nullptr; }

    /// Answers. A second call does nothing.
    void operator()(Result<T> result)
    {
        if (auto function = std::exchange(m_function, nullptr)) {
            (*function)(std::move(result));
        }
    }

private:
    void abandon()
    {
        if (m_function) {
            (*this)(fail(Errc::Abandoned, "the operation ended before it could answer"));
        }
    }

    std::unique_ptr<Function> m_function;
};

} // namespace gatehouse

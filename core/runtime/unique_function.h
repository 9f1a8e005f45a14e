// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace gatehouse::runtime {

/// A function without arguments and result that may own what cannot be copied (a Completion, a Secret), which
/// std::function cannot hold. Called at most once by everything in core/runtime.
class UniqueFunction
{
public:
    UniqueFunction() = default;

    // Implicit on purpose: call sites pass a lambda.
    template <class F>

    requires(std::invocable<std::decay_t<F>&> && !std::same_as<std::decay_t<F>, UniqueFunction>)
        UniqueFunction(F&& function) // NOLINT(google-explicit-constructor)
        : m_holder(std::make_unique<Holder<std::decay_t<F>>>(std::forward<F>(function)))
    {}

    void operator()() { m_holder->call(); }

    [[nodiscard]] explicit operator bool() const noexcept { return m_holder != nullptr; }

private:
    struct Base
    {
        Base() = default;
        Base(const Base&) = delete;
        Base& operator=(const Base&) = delete;
        virtual ~Base() = default;
        virtual void call() = 0;
    };

    template <class F>
    struct Holder final : Base
    {
        explicit Holder(F function)
            : held(std::move(function))
        {}

        void call() override { std::invoke(held); }

        F held;
    };

    std::unique_ptr<Base> m_holder;
};

} // namespace gatehouse::runtime

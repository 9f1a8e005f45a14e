// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <valijson/internal/basic_adapter.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

/// The arrays and objects of the valijson adapter in value_adapter.h; the shapes are what valijson asks for.
namespace gatehouse::schema {

class ValueAdapter;
using AdapterMember = std::pair<std::string, ValueAdapter>;

/// Makes adapters while walking over a contiguous run of items or members.
template <class Element, class Item>
class AdapterIterator
{
public:
    using iterator_category = std::bidirectional_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = Item*;
    using reference = Item&;

    explicit AdapterIterator(const Element* at)
        : m_at(at)
    {}

    [[nodiscard]] Item operator*() const;

    [[nodiscard]] valijson::adapters::DerefProxy<Item> operator->() const
    {
        return valijson::adapters::DerefProxy<Item>(**this);
    }

    [[nodiscard]] bool operator==(const AdapterIterator& other) const { return m_at == other.m_at; }

    AdapterIterator& operator++()
    {
        ++m_at;
        return *this;
    }

    AdapterIterator operator++(int)
    {
        auto before = *this;
        ++m_at;
        return before;
    }

    AdapterIterator& operator--()
    {
        --m_at;
        return *this;
    }

    void advance(std::ptrdiff_t n) { m_at += n; }

private:
    const Element* m_at;
};

class AdapterArray
{
public:
    using const_iterator = AdapterIterator<json::Value, ValueAdapter>;
    using iterator = const_iterator;

    AdapterArray() = default;

    explicit AdapterArray(const json::Value& value)
        : m_value(value)
    {}

    [[nodiscard]] const_iterator begin() const { return const_iterator(m_value.items().data()); }

    [[nodiscard]] const_iterator end() const
    {
        return const_iterator(m_value.items().data() + m_value.items().size());
    }

    [[nodiscard]] std::size_t size() const { return m_value.size(); }

private:
    json::Value m_value;
};

class AdapterObject
{
public:
    using const_iterator = AdapterIterator<json::Member, AdapterMember>;
    using iterator = const_iterator;

    AdapterObject() = default;

    explicit AdapterObject(const json::Value& value)
        : m_value(value)
    {}

    [[nodiscard]] const_iterator begin() const { return const_iterator(m_value.members().data()); }

    [[nodiscard]] const_iterator end() const
    {
        return const_iterator(m_value.members().data() + m_value.members().size());
    }

    [[nodiscard]] const_iterator find(const std::string& name) const
    {
        const auto members = m_value.members();
        for (const auto& member : members) {
            if (member.name == name) {
                return const_iterator(&member);
            }
        }
        return end();
    }

    [[nodiscard]] std::size_t size() const { return m_value.size(); }

private:
    json::Value m_value;
};

} // namespace gatehouse::schema

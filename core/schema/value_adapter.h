// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/schema/adapter_containers.h"

#include <valijson/internal/adapter.hpp>
#include <valijson/internal/basic_adapter.hpp>
#include <valijson/internal/frozen_value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

/// Lets valijson read json::Value without copying it. Only schema.cpp includes this: valijson is heavy.
/// The shapes of these classes are what valijson's BasicAdapter asks for.
namespace gatehouse::schema {

/// A view that stays valid: schemas are kept alive by Schema::Compiled.
class FrozenView final : public valijson::adapters::FrozenValue
{
public:
    explicit FrozenView(const json::Value& value)
        : m_value(value)
    {}

    [[nodiscard]] valijson::adapters::FrozenValue* clone() const override { return new FrozenView(m_value); }

    [[nodiscard]] bool equalTo(const valijson::adapters::Adapter& other, bool strict) const override;

private:
    json::Value m_value;
};

class AdapterValue
{
public:
    AdapterValue() = default;

    explicit AdapterValue(const json::Value& value)
        : m_value(value)
    {}

    [[nodiscard]] valijson::adapters::FrozenValue* freeze() const { return new FrozenView(m_value); }

    [[nodiscard]] opt::optional<AdapterArray> getArrayOptional() const
    {
        return isArray() ? opt::make_optional(AdapterArray(m_value)) : opt::optional<AdapterArray>();
    }

    [[nodiscard]] opt::optional<AdapterObject> getObjectOptional() const
    {
        return isObject() ? opt::make_optional(AdapterObject(m_value)) : opt::optional<AdapterObject>();
    }

    bool getArraySize(std::size_t& result) const
    {
        result = m_value.size();
        return isArray();
    }

    bool getObjectSize(std::size_t& result) const
    {
        result = m_value.size();
        return isObject();
    }

    bool getBool(bool& result) const
    {
        result = m_value.asBool();
        return isBool();
    }

    bool getDouble(double& result) const
    {
        result = m_value.asDouble();
        return isNumber();
    }

    bool getInteger(std::int64_t& result) const
    {
        result = m_value.asInt();
        return isInteger();
    }

    bool getString(std::string& result) const
    {
        result.assign(m_value.asString());
        return isString();
    }

    [[nodiscard]] static bool hasStrictTypes() { return true; }

    [[nodiscard]] bool isArray() const { return m_value.isArray(); }

    [[nodiscard]] bool isBool() const { return m_value.isBool(); }

    [[nodiscard]] bool isDouble() const { return m_value.isNumber() && !isInteger(); }

    /// Draft-07 counts 1.0 as an integer.
    [[nodiscard]] bool isInteger() const
    {
        const double number = m_value.asDouble();
        return m_value.type() == json::Type::Int
               || (m_value.isNumber() && std::abs(number) < 9.2e18 && std::trunc(number) == number);
    }

    [[nodiscard]] bool isNull() const { return m_value.isNull(); }

    [[nodiscard]] bool isNumber() const { return m_value.isNumber(); }

    [[nodiscard]] bool isObject() const { return m_value.isObject(); }

    [[nodiscard]] bool isString() const { return m_value.isString(); }

private:
    json::Value m_value;
};

class ValueAdapter final : public valijson::adapters::BasicAdapter<ValueAdapter, AdapterArray, AdapterMember,
                                                                   AdapterObject, AdapterValue>
{
public:
    explicit ValueAdapter(const json::Value& value)
        : BasicAdapter(AdapterValue(value))
    {}
};

template <>
inline ValueAdapter AdapterIterator<json::Value, ValueAdapter>::operator*() const
{
    return ValueAdapter(*m_at);
}

template <>
inline AdapterMember AdapterIterator<json::Member, AdapterMember>::operator*() const
{
    return {std::string(m_at->name), ValueAdapter(m_at->value)};
}

inline bool FrozenView::equalTo(const valijson::adapters::Adapter& other, bool strict) const
{
    return ValueAdapter(m_value).equalTo(other, strict);
}

} // namespace gatehouse::schema

template <>
struct valijson::adapters::AdapterTraits<gatehouse::schema::ValueAdapter>
{
    using DocumentType = gatehouse::json::Value;

    static std::string adapterName() { return "gatehouse::json::Value"; }
};

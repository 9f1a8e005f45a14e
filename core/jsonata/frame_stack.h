// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/callable.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace gatehouse::jsonata {

/// Frames that nothing can outlive: taken and given back in order, at addresses that stay.
class FrameStack
{
public:
    struct Mark
    {
        std::size_t block = 0;
        std::size_t used = 0;
    };

    [[nodiscard]] Mark mark() const noexcept { return {m_block, m_used}; }

    void release(Mark mark) noexcept
    {
        m_block = mark.block;
        m_used = mark.used;
    }

    [[nodiscard]] void* take(std::size_t bytes)
    {
        if (m_block >= m_blocks.size() || m_blocks[m_block].size - m_used < bytes) {
            nextBlock(bytes);
        }
        void* at = m_blocks[m_block].data.get() + m_used;
        m_used += bytes;
        return at;
    }

private:
    static constexpr std::size_t kBlock = std::size_t{16} * 1024;

    struct Block
    {
        std::unique_ptr<std::byte[]> data; // NOLINT(*-avoid-c-arrays)
        std::size_t size = 0;
    };

    /// Goes on to the next block that is large enough. Blocks are never freed or moved while in use.
    void nextBlock(std::size_t bytes)
    {
        std::size_t next = m_blocks.empty() ? 0 : m_block + 1;
        while (next < m_blocks.size() && m_blocks[next].size < bytes) {
            ++next;
        }
        if (next >= m_blocks.size()) {
            const std::size_t size = std::max(bytes, kBlock);
            m_blocks.push_back(
                {std::unique_ptr<std::byte[]>(new std::byte[size]), size}); // NOLINT(*-avoid-c-arrays)
            next = m_blocks.size() - 1;
        }
        m_block = next;
        m_used = 0;
    }

    std::vector<Block> m_blocks;
    std::size_t m_block = 0;
    std::size_t m_used = 0;
};

} // namespace gatehouse::jsonata

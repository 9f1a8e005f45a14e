// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/payload_area.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/json_colours.h"

#include <QApplication>
#include <QClipboard>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextOption>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kCachedRows = 512;

QString decode(std::string_view bytes)
{
    QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    text.replace(QChar(u'\0'), QChar(0x2400)); // a visible sign for a byte that would end the drawing
    return text;
}

/// Characters (UTF-16) before that byte of the row.
int charsBefore(std::string_view row, std::size_t byte)
{
    return static_cast<int>(decode(row.substr(0, std::min(byte, row.size()))).size());
}

} // namespace

PayloadArea::PayloadArea(QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_text(std::make_shared<const PayloadText>(std::string()))
    , m_layouts(kCachedRows)
{
    setFont(monoFont());
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    setObjectName(QStringLiteral("payloadArea"));
    updateGeometryOfText();
}

void PayloadArea::setText(PayloadTextPtr text, bool json)
{
    m_text = std::move(text);
    m_json = json;
    m_selection = {};
    m_marks.reset();
    m_layouts.clear();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    updateGeometryOfText();
    viewport()->update();
    Q_EMIT
    selectionChanged();
}

void PayloadArea::setMarks(Marks offsets, std::size_t length, std::size_t current)
{
    m_marks = std::move(offsets);
    m_markLength = length;
    m_currentMark = current;
    viewport()->update();
}

void PayloadArea::select(Range range)
{
    const auto size = m_text->bytes.size();
    m_selection = {std::min(range.anchor, size), std::min(range.cursor, size)};
    viewport()->update();
    Q_EMIT
    selectionChanged();
}

QString PayloadArea::selectedText() const
{
    return decode(
        std::string_view(m_text->bytes).substr(m_selection.begin(), m_selection.end() - m_selection.begin()));
}

void PayloadArea::copy() const
{
    if (!m_selection.empty()) {
        QApplication::clipboard()->setText(selectedText());
    }
}

void PayloadArea::selectAll()
{
    select({0, m_text->bytes.size()});
}

QTextLayout& PayloadArea::layoutOf(std::size_t row) const
{
    if (auto* cached = m_layouts.object(row)) {
        return cached->layout;
    }
    auto* made = new Row;
    made->layout.setText(decode(m_text->row(row)));
    made->layout.setFont(font());
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(4.0 * fontMetrics().horizontalAdvance(u' '));
    made->layout.setTextOption(option);
    const auto& index = m_text->index;
    const bool whole = !index.continues(row) && !index.continues(row + 1);
    if (m_json && whole) {
        made->layout.setFormats(jsonColours(made->layout.text(), palette()));
    }
    made->layout.beginLayout();
    QTextLine line = made->layout.createLine();
    line.setLineWidth(1e6);
    made->layout.endLayout();
    m_layouts.insert(row, made);
    return made->layout;
}

void PayloadArea::addOverlay(QList<QTextLayout::FormatRange>& ranges, std::size_t row, Range range,
                             const QTextCharFormat& format) const
{
    const auto bytes = m_text->row(row);
    const auto start = m_text->index.start(row);
    const auto begin = std::max(range.begin(), start);
    const auto end = std::min(range.end(), start + bytes.size());
    if (begin < end) {
        const int from = charsBefore(bytes, begin - start);
        ranges.append({from, charsBefore(bytes, end - start) - from, format});
    }
}

QList<QTextLayout::FormatRange> PayloadArea::overlays(std::size_t row) const
{
    QList<QTextLayout::FormatRange> ranges;
    if (m_marks && m_markLength > 0) {
        const auto start = m_text->index.start(row);
        const auto from = static_cast<std::uint32_t>(start > m_markLength ? start - m_markLength : 0);
        for (auto it = std::lower_bound(m_marks->begin(), m_marks->end(), from);
             it != m_marks->end() && *it < m_text->index.start(row + 1); ++it) {
            const bool current = static_cast<std::size_t>(it - m_marks->begin()) == m_currentMark;
            QTextCharFormat found;
            found.setBackground(foundColour(isDark(palette()), current));
            found.setForeground(palette().color(QPalette::Text));
            addOverlay(ranges, row, {*it, *it + m_markLength}, found);
        }
    }
    if (!m_selection.empty()) {
        QTextCharFormat selected;
        selected.setBackground(palette().color(QPalette::Highlight));
        selected.setForeground(palette().color(QPalette::HighlightedText));
        addOverlay(ranges, row, m_selection, selected);
    }
    return ranges;
}

void PayloadArea::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    painter.setPen(palette().color(QPalette::Text));
    const auto first = firstRow();
    const auto last = std::min(first + visibleRows() + 1, m_text->index.rows());
    painter.save();
    painter.setClipRect(gutterWidth(), 0, viewport()->width(), viewport()->height());
    for (auto row = first; row < last; ++row) {
        paintRow(painter, row, static_cast<int>(row - first) * lineHeight());
    }
    painter.restore();
    painter.fillRect(0, 0, gutterWidth() - kGap, viewport()->height(), palette().color(QPalette::Window));
    for (auto row = first; row < last; ++row) {
        paintGutter(painter, row, static_cast<int>(row - first) * lineHeight());
    }
}

void PayloadArea::paintRow(QPainter& painter, std::size_t row, int y) const
{
    auto& layout = layoutOf(row);
    const QPointF at(gutterWidth() - horizontalScrollBar()->value(), y);
    layout.draw(&painter, at, overlays(row));
    const bool caret = hasFocus() && m_text->index.rowAt(m_selection.cursor) == row;
    if (caret) {
        layout.drawCursor(&painter, at,
                          charsBefore(m_text->row(row), m_selection.cursor - m_text->index.start(row)));
    }
}

void PayloadArea::paintGutter(QPainter& painter, std::size_t row, int y) const
{
    const bool soft = m_text->index.continues(row);
    const QRect cell(0, y, gutterWidth() - kGap - kTight, lineHeight());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter,
                     soft ? QStringLiteral("↪") : QString::number(m_text->index.lineNumber(row)));
}

int PayloadArea::lineHeight() const
{
    return fontMetrics().height() + 2;
}

int PayloadArea::gutterWidth() const
{
    const auto digits = QString::number(m_text->index.lines()).size();
    return fontMetrics().horizontalAdvance(u'0') * static_cast<int>(std::max<qsizetype>(digits, 2)) + 2 * kGap
           + kTight;
}

std::size_t PayloadArea::visibleRows() const
{
    return static_cast<std::size_t>(std::max(1, viewport()->height() / lineHeight()));
}

std::size_t PayloadArea::firstRow() const
{
    return static_cast<std::size_t>(verticalScrollBar()->value());
}

std::size_t PayloadArea::caretRow() const
{
    return m_text->index.rowAt(m_selection.cursor);
}

QSize PayloadArea::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(u'0') * 48, lineHeight() * 10};
}

void PayloadArea::updateGeometryOfText()
{
    const auto rows = static_cast<int>(m_text->index.rows());
    const int visible = static_cast<int>(visibleRows());
    verticalScrollBar()->setRange(0, std::max(0, rows - visible));
    verticalScrollBar()->setPageStep(visible);
    // Bytes bound characters from above, except for wide ones (CJK is three bytes and two cells).
    const int width = static_cast<int>(m_text->index.widest() + 1) * fontMetrics().horizontalAdvance(u'0');
    const int space = viewport()->width() - gutterWidth();
    horizontalScrollBar()->setRange(0, std::max(0, width - space));
    horizontalScrollBar()->setPageStep(std::max(1, space));
    horizontalScrollBar()->setSingleStep(fontMetrics().horizontalAdvance(u'0') * 4);
}

void PayloadArea::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateGeometryOfText();
}

void PayloadArea::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_layouts.clear();
        updateGeometryOfText();
        viewport()->update();
    }
}

} // namespace gatehouse::ui

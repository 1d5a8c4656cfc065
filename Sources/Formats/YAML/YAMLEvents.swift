import CYaml

/// libyaml's parser over one text: the only place that touches its memory.
final class YAMLEvents {
    /// What libyaml reports, with the bytes of scalars still in its memory.
    enum Event {
        case documentStart, documentEnd, streamEnd
        case mappingStart, mappingEnd, sequenceStart, sequenceEnd
        case scalar, alias, other
    }

    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    private let text: UnsafeBufferPointer<UInt8>
    private let firstLine: Int
    private var hasEnded = false

    /// - Parameter text: must stay where it is while this lives.
    init(_ text: UnsafeBufferPointer<UInt8>, firstLine: Int) {
        // With its encoding given, libyaml takes a byte order mark for text.
        let hasMark = text.starts(with: [0xEF, 0xBB, 0xBF])
        let text = hasMark ? UnsafeBufferPointer(rebasing: text[3...]) : text
        self.text = text
        self.firstLine = firstLine
        event.initialize(to: yaml_event_t())
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_event_delete(event)
        yaml_parser_delete(parser)
        event.deallocate()
        parser.deallocate()
    }

    /// Moves on; what the last event pointed to is gone.
    func next() throws(YAMLError) -> Event {
        yaml_event_delete(event)
        guard yaml_parser_parse(parser, event) == 1 else {
            event.pointee = yaml_event_t()
            hasEnded = true
            throw parserError()
        }
        switch event.pointee.type {
        case YAML_SCALAR_EVENT: return .scalar
        case YAML_MAPPING_START_EVENT: return .mappingStart
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_SEQUENCE_START_EVENT: return .sequenceStart
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_ALIAS_EVENT: return .alias
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_STREAM_END_EVENT: return .streamEnd
        default: return .other
        }
    }

    /// Moves to the first event of the next document's root; nil when there is none.
    func nextDocument() throws(YAMLError) -> Event? {
        guard !hasEnded else { return nil }
        while true {
            switch try next() {
            case .documentStart: return try next()
            case .streamEnd:
                hasEnded = true
                return nil
            default: continue
            }
        }
    }

    /// The line of the current event in the whole text.
    var line: Int { Int(event.pointee.start_mark.line) + firstLine }

    /// The bytes of the current scalar, valid until the next event.
    var scalar: UnsafeBufferPointer<UInt8> {
        let scalar = event.pointee.data.scalar
        return UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    }

    /// Whether the current scalar is plain: neither quoted nor a block.
    var isPlain: Bool { event.pointee.data.scalar.style == YAML_PLAIN_SCALAR_STYLE }

    /// The tag written on the current scalar, in full.
    var scalarTag: String? { string(event.pointee.data.scalar.tag) }

    /// The anchor of the current node.
    func anchor(_ kind: Event) -> String? {
        switch kind {
        case .scalar: string(event.pointee.data.scalar.anchor)
        case .alias: string(event.pointee.data.alias.anchor)
        case .mappingStart: string(event.pointee.data.mapping_start.anchor)
        case .sequenceStart: string(event.pointee.data.sequence_start.anchor)
        default: nil
        }
    }

    /// An error at the current event.
    func error(_ message: String) -> YAMLError {
        let mark = event.pointee.start_mark
        return YAMLError(
            message: message, line: Int(mark.line) + firstLine, column: Int(mark.column) + 1)
    }

    private func string(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func parserError() -> YAMLError {
        let state = parser.pointee
        var message = state.problem.map { String(cString: $0) } ?? "out of memory"
        if state.error == YAML_READER_ERROR {
            // The reader knows an offset only.
            let before = text.prefix(Int(state.problem_offset))
            let line = before.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } + firstLine
            let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            return YAMLError(message: message, line: line, column: before.count - lineStart + 1)
        }
        if let context = state.context {
            message += " " + String(cString: context)
            let start = Int(state.context_mark.line) + firstLine
            if start != Int(state.problem_mark.line) + firstLine {
                message += " that begins on line \(start)"
            }
        }
        return YAMLError(
            message: message, line: Int(state.problem_mark.line) + firstLine,
            column: Int(state.problem_mark.column) + 1)
    }
}

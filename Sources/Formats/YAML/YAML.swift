import JSON

/// YAML, read into the form that JSON has here, each value with its line.
///
/// Scalars get the types that Kubernetes' own reader gives them (YAML 1.1 as sigs.k8s.io/yaml has
/// it): what is quoted is a string; `yes`, `on` and `y` are true; `017` and `0o17` are octal;
/// timestamps are strings. libyaml does the parsing, in the copy that Yams carries: building a tape
/// from its events takes a tenth of the time of Yams' trees.
public enum YAML {
    /// The documents of a text; those that are empty or `null` are left out.
    ///
    /// A text that begins with `{` or `[` is read as JSON, or as several JSON values one behind the
    /// other; if it is none, as YAML. Anchors and merge keys work; a key twice is an error.
    /// - Throws: `YAMLError` with line and column in the whole text.
    public static func documents(_ bytes: [UInt8]) throws(YAMLError) -> [JSONDocument] {
        if looksLikeJSON(bytes) { return try documentsFromJSON(bytes) }
        return try bytes.withUnsafeBufferPointer { buffer throws(YAMLError) in
            try documents(buffer, firstLine: 1)
        }
    }

    /// The documents of a part of a text.
    /// - Parameter firstLine: the line of the whole text on which the part begins.
    package static func documents(
        _ part: ArraySlice<UInt8>, firstLine: Int
    ) throws(YAMLError) -> [JSONDocument] {
        try part.withUnsafeBufferPointer { buffer throws(YAMLError) in
            try documents(buffer, firstLine: firstLine)
        }
    }

    private static func documents(
        _ buffer: UnsafeBufferPointer<UInt8>, firstLine: Int
    ) throws(YAMLError) -> [JSONDocument] {
        let events = YAMLEvents(buffer, firstLine: firstLine)
        var documents: [JSONDocument] = []
        while let start = try events.nextDocument() {
            var composer = YAMLComposer(events, byteLimit: 16 * buffer.count + 1 << 20)
            if let document = try composer.composeDocument(from: start) {
                documents.append(document)
            }
        }
        return documents
    }

    /// Whether the first character that isn't space opens a JSON object or array.
    package static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
        let first = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private static func documentsFromJSON(_ bytes: [UInt8]) throws(YAMLError) -> [JSONDocument] {
        do throws(JSONError) {
            let documents = try JSONDocument.sequence(parsing: bytes)
            for document in documents {
                if let twice = document.repeatedKey() { throw twice }
            }
            return documents
        } catch {
            // `{a: 1}` is YAML only. When neither reads it, the fault of the JSON is told, since
            // that is what the text looks like. A key that is there twice is a fault of both.
            let read = bytes.withUnsafeBufferPointer { buffer in
                try? documents(buffer, firstLine: 1)
            }
            if let read, !error.message.hasPrefix("key ") { return read }
            throw YAMLError(message: error.message, line: error.line, column: error.column)
        }
    }
}

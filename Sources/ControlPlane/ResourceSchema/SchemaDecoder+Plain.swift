import APIMachinery
import JSON

extension SchemaDecoder {
    /// A value that holds no others.
    mutating func plain(
        _ value: JSONValue, _ type: FieldType, in owner: Int
    ) throws(SchemaMismatch) -> JSON {
        switch type {
        case .string:
            guard let text = value.string else { throw misfit(value, .plain(type), owner) }
            return .string(text)
        case .boolean:
            guard let truth = value.bool else { throw misfit(value, .plain(type), owner) }
            return .bool(truth)
        case .int32:
            guard let number = value.int, Int32(exactly: number) != nil else {
                throw misfit(value, .plain(type), owner)
            }
            return .int(number)
        case .int64:
            guard let number = value.int else { throw misfit(value, .plain(type), owner) }
            return .int(number)
        case .number:
            guard let text = value.numberText else { throw misfit(value, .plain(type), owner) }
            return .number(text)
        case .bytes: return try bytes(value, in: owner)
        case .time, .microTime: return try time(value, type)
        case .quantity: return try quantity(value)
        case .intOrString:
            if let text = value.string { return .string(text) }
            guard let number = value.int, Int32(exactly: number) != nil else {
                throw misfit(value, .plain(.int32), owner)
            }
            return .int(number)
        case .any, .object, .list, .map: return JSON(value)
        }
    }

    private func bytes(_ value: JSONValue, in owner: Int) throws(SchemaMismatch) -> JSON {
        guard let text = value.string else { throw misfit(value, .plain(.bytes), owner) }
        if let fault = SchemaDecoder.base64Fault(text) {
            throw SchemaMismatch(message: "illegal base64 data at input byte \(fault)")
        }
        return .string(text)
    }

    /// Where a text is no base64 with padding; nil when it is.
    static func base64Fault(_ text: String) -> Int? {
        var count = 0
        var padding = 0
        for (offset, byte) in text.utf8.enumerated() {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2B, 0x2F:
                if padding > 0 { return offset }
                count += 1
            case 0x3D:
                if count % 4 < 2 || padding + count % 4 >= 4 { return offset }
                padding += 1
            case 0x0A, 0x0D: continue
            default: return offset
            }
        }
        return (count + padding) % 4 == 0 ? nil : text.utf8.count
    }

    private func time(_ value: JSONValue, _ type: FieldType) throws(SchemaMismatch) -> JSON {
        guard let text = value.string else {
            throw mismatch(value, "string")
        }
        guard let moment = Timestamp(parsing: text) else {
            let layout =
                type == .time ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00"
            throw SchemaMismatch(
                message: "parsing time \"\(text)\" as \"\(layout)\": cannot parse \"\(text)\" "
                    + "as \"2006\"")
        }
        return .string(type == .time ? moment.description : moment.microTime)
    }

    private func quantity(_ value: JSONValue) throws(SchemaMismatch) -> JSON {
        guard let text = value.string ?? value.numberText, let amount = Quantity(parsing: text)
        else {
            throw SchemaMismatch(
                message: "quantities must match the regular expression "
                    + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
        }
        return .string(amount.description)
    }
}

extension SchemaDecoder {
    /// Notes what a strict reader complains of; upstream stops at a hundred, and says each once.
    mutating func complain(_ what: String, _ key: String) {
        guard complaints.count < 100 else { return }
        var place = ""
        for step in path + [.key(key)] {
            switch step {
            case .field(let key), .key(let key): place += place.isEmpty ? key : "." + key
            case .index(let index): place += "[\(index)]"
            }
        }
        let complaint = "\(what) field \"\(place)\""
        if !complaints.contains(complaint) { complaints.append(complaint) }
    }

    /// `cannot unmarshal number into Go struct field PodSpec.spec.hostname of type string`.
    func misfit(_ value: JSONValue, _ content: Shape.Content, _ owner: Int) -> SchemaMismatch {
        var place = ""
        for case .field(let key) in path { place += "." + key }
        return mismatch(
            value, typeName(content), field: " struct field " + bareName(owner) + place)
    }

    func mismatch(
        _ value: JSONValue, _ type: String, field: String = " value"
    ) -> SchemaMismatch {
        let found =
            switch value.kind {
            case .null: "null"
            case .bool: "bool"
            case .number:
                value.numberText.map { type.hasPrefix("int") ? "number \($0)" : "number" }
                    ?? "number"
            case .string: "string"
            case .array: "array"
            case .object: "object"
            }
        return SchemaMismatch(
            message: "json: cannot unmarshal \(found) into Go\(field) of type \(type)")
    }

    func bareName(_ place: Int) -> String {
        shapes[place].name.split(separator: ".").last.map(String.init) ?? ""
    }

    /// `v1.Pod`.
    func shortName(_ place: Int) -> String {
        shapes[place].name.split(separator: ".").suffix(2).joined(separator: ".")
    }

    private func typeName(_ content: Shape.Content) -> String {
        switch content {
        case .object(let place): shortName(place)
        case .list(let element): "[]" + typeName(element)
        case .map(let element): "map[string]" + typeName(element)
        case .plain(let type):
            switch type {
            case .boolean: "bool"
            case .int32: "int32"
            case .int64: "int64"
            case .number: "float64"
            case .bytes: "[]uint8"
            default: "string"
            }
        }
    }
}

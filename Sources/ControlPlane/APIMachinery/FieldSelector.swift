/// Which values fields must have: `status.phase=Running,spec.nodeName!=a`.
public struct FieldSelector: Sendable, Hashable, CustomStringConvertible {
    /// One demand; all must be met.
    public struct Requirement: Sendable, Hashable {
        /// The field: `metadata.name`.
        public var field: String
        /// Whether the value must be there, or must not.
        public var isEqual: Bool
        /// The value.
        public var value: String

        /// A demand of its parts.
        public init(field: String, isEqual: Bool, value: String) {
            self.field = field
            self.isEqual = isEqual
            self.value = value
        }
    }

    /// The demands.
    public var requirements: [Requirement]

    /// A selector of its demands; without any it selects everything.
    public init(_ requirements: [Requirement] = []) { self.requirements = requirements }

    /// Parses the text of a `fieldSelector` parameter. `\,`, `\=` and `\\` stand for themselves.
    /// - Throws: 400 with the words of upstream's parser.
    public init(parsing text: String) throws(APIStatus) {
        requirements = []
        for term in FieldSelector.terms(text).sorted() where !term.isEmpty {
            guard let requirement = try FieldSelector.requirement(term) else {
                throw .badRequest("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            // A term without field and value selects everything.
            if requirement.field.isEmpty, requirement.value.isEmpty { continue }
            requirements.append(requirement)
        }
    }

    /// Whether everything is selected.
    public var isEmpty: Bool { requirements.isEmpty }

    /// Whether an object is selected whose fields' values the closure knows.
    public func matches(_ value: (String) -> String) -> Bool {
        requirements.allSatisfy { (value($0.field) == $0.value) == $0.isEqual }
    }

    /// The value that a field must have; nil when the selector leaves a choice.
    public func exactValue(of field: String) -> String? {
        requirements.first { $0.field == field && $0.isEqual }?.value
    }

    /// The selector as text; `init(parsing:)` reads it back.
    public var description: String {
        requirements.map { requirement in
            let value = requirement.value.map {
                $0 == "\\" || $0 == "," || $0 == "=" ? "\\\($0)" : String($0)
            }.joined()
            return requirement.field + (requirement.isEqual ? "=" : "!=") + value
        }.joined(separator: ",")
    }

    private static func terms(_ text: String) -> [String] {
        var terms: [String] = []
        var term = ""
        var isEscaped = false
        for character in text.unicodeScalars {
            if character == ",", !isEscaped {
                terms.append(term)
                term = ""
                continue
            }
            isEscaped = character == "\\" && !isEscaped
            term.unicodeScalars.append(character)
        }
        return terms + [term]
    }

    private static func requirement(_ term: String) throws(APIStatus) -> Requirement? {
        let scalars = Array(term.unicodeScalars)
        func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
            var text = ""
            text.unicodeScalars.append(contentsOf: part)
            return text
        }
        for index in scalars.indices {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            let isUnequal = scalars[index] == "!" && next == "="
            guard isUnequal || scalars[index] == "=" else { continue }
            let length = isUnequal || next == "=" ? 2 : 1
            return Requirement(
                field: text(scalars[..<index]), isEqual: !isUnequal,
                value: try unescaped(scalars[(index + length)...]))
        }
        return nil
    }

    private static func unescaped(_ text: ArraySlice<Unicode.Scalar>) throws(APIStatus) -> String {
        var value = ""
        var isEscaped = false
        for scalar in text {
            let isSpecial = scalar == "\\" || scalar == "," || scalar == "="
            if isEscaped {
                guard isSpecial else { throw invalidEscape("\\\(scalar)") }
                isEscaped = false
                value.unicodeScalars.append(scalar)
            } else if scalar == "\\" {
                isEscaped = true
            } else if isSpecial {
                throw .badRequest(
                    "invalid field selector: unescaped character in value: \(scalar.value)")
            } else {
                value.unicodeScalars.append(scalar)
            }
        }
        if isEscaped { throw invalidEscape("\\") }
        return value
    }

    private static func invalidEscape(_ sequence: String) -> APIStatus {
        .badRequest("invalid field selector: invalid escape sequence: \(sequence)")
    }
}

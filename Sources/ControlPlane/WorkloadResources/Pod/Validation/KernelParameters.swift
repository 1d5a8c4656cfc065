import APIMachinery
import JSON

/// The sysctls of a pod's namespaces.
enum KernelParameters {
    private static let form =
        "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"

    static func validate(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var seen: Set<String> = []
        let parameters = scope.spec["securityContext"]?.list("sysctls") ?? []
        for (index, parameter) in parameters.enumerated() {
            let field = path[index]["name"]
            let name = parameter.text("name")
            let isNew = seen.insert(name).inserted
            if name.isEmpty {
                mistakes.append(.required(field))
            } else if !isWellFormed(name) {
                let why = "must have at most 253 characters and match regex \(form)"
                mistakes.append(.invalid(field, .string(name), why))
            } else if !isNew {
                mistakes.append(.duplicate(field, .string(name)))
            }
            let dotted = name.replacing("/", with: ".")
            if scope.spec.isTrue("hostNetwork") && dotted.hasPrefix("net.") {
                let why = "may not be specified when 'hostNetwork' is true"
                mistakes.append(.invalid(field, .string(name), why))
            } else if scope.spec.isTrue("hostIPC") && isOfIPC(dotted) {
                let why = "may not be specified when 'hostIPC' is true"
                mistakes.append(.invalid(field, .string(name), why))
            }
        }
        return mistakes
    }

    private static func isOfIPC(_ name: String) -> Bool {
        ["kernel.shm", "kernel.msg", "fs.mqueue."].contains { name.hasPrefix($0) }
            || name == "kernel.sem"
    }

    private static func isWellFormed(_ name: String) -> Bool {
        guard name.utf8.count <= 253 else { return false }
        let parts = name.utf8.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/")
        }
        return parts.allSatisfy { part in
            guard let first = part.first, let last = part.last else { return false }
            return isLetterOrDigit(first) && isLetterOrDigit(last)
                && part.allSatisfy {
                    isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

import Foundation

/// What is written: pods of about 3 kB as they lie in a store.
enum Bodies {
    static func pod(_ name: String, mark: Int = 0) -> [UInt8] {
        let environment = (0..<12).map {
            #"{"name":"VARIABLE_\#($0)","value":"some value of a usual length \#($0)"}"#
        }
        let text = #"""
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"\#(name)","namespace":"default",
            "labels":{"app":"web","pod-template-hash":"7d4b9c6f5","tier":"frontend"},
            "annotations":{"mark":"\#(mark)","checksum/config":"\#(pad)"}},
            "spec":{"nodeName":"node-\#(name.utf8.last ?? 48)","containers":[
            {"name":"web","image":"registry.example.com/web/frontend:1.27.3",
            "ports":[{"name":"http","containerPort":8080}],
            "env":[\#(environment.joined(separator: ","))],
            "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"256Mi"}},
            "readinessProbe":{"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":5}}]}}
            """#
        return Array(text.utf8)
    }

    private static let pad = String(repeating: "0123456789abcdef", count: 40)

    static func node(_ name: String) -> [UInt8] {
        Array(#"{"kind":"Node","apiVersion":"v1","metadata":{"name":"\#(name)"}}"#.utf8)
    }

    static func service(_ name: String) -> [UInt8] {
        let text = #"""
            {"kind":"Service","apiVersion":"v1","metadata":{"name":"\#(name)"},
            "spec":{"selector":{"app":"\#(name)"},"ports":[{"port":80,"targetPort":8080}]}}
            """#
        return Array(text.utf8)
    }

    /// A write to etcd's gateway.
    static func put(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let key = Data(key.utf8).base64EncodedString()
        return Array(#"{"key":"\#(key)","value":"\#(Data(value).base64EncodedString())"}"#.utf8)
    }
}

import APIMachinery
import JSON
import Testing

@Suite struct PodWarningTests {
    private func warnings(_ plural: String, _ text: String) throws -> [String] {
        let object = try Written.new(plural, text)
        return try Written.definition(plural).rules.warnings(object, nil)
    }

    @Test(arguments: [
        ("", "", nil),
        (
            #""env":[{"name":"A","value":"1"},{"name":"A","value":"2"}]"#, "",
            #"spec.containers[0].env[1]: hides previous definition of "A", "#
                + "which may be dropped when using apply"
        ),
        (#""env":[{"name":"A","value":"1"},{"name":"A","value":"$(A)2"}]"#, "", nil),
        (
            #""resources":{"limits":{"memory":"1500m"}}"#, "",
            #"spec.containers[0].resources.limits[memory]: fractional byte value "1500m" "#
                + "is invalid, must be an integer"
        ),
        (
            "", #""nodeSelector":{"beta.kubernetes.io/os":"linux"}"#,
            "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; "
                + #"use "kubernetes.io/os" instead"#
        ),
        (
            "", #""terminationGracePeriodSeconds":-1"#,
            "spec.terminationGracePeriodSeconds: must be >= 0; "
                + "negative values are invalid and will be treated as 1"
        ),
    ])
    func `what is hardly meant is said`(more: String, spec: String, warning: String?) throws {
        let found = try warnings("pods", Written.pod(more, spec: spec))
        #expect(found.first == warning)
    }

    @Test func `a name that is no host's name is said, once`() throws {
        let text = Written.spec().replacing(
            #"{"spec""#, with: #"{"metadata":{"name":"a.b"},"spec""#)
        let found = try warnings("deployments", text)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("metadata.name: this is used in Pod names and hostnames, ")
                == true)
        let object = try Written.new("deployments", text)
        #expect(try Written.definition("deployments").rules.warnings(object, object) == [])
    }
}

import JSON
import NodeLifecycleController
import Testing

@Suite struct TolerationsTests {
    private static let lost = Taint(key: "lost", value: "yes", effect: "NoExecute")
    private static let full = Taint(key: "full", effect: "NoExecute")

    @Test(
        arguments: [
            ("[]", [], .forever),
            ("[]", [Taint(key: "lost", effect: "NoSchedule")], .forever),
            ("[]", [lost], .seconds(0)),
            (#"[{"operator":"Exists"}]"#, [lost, full], .forever),
            (#"[{"key":"lost","operator":"Exists"}]"#, [lost, full], .seconds(0)),
            (#"[{"key":"lost","operator":"Exists","tolerationSeconds":30}]"#, [lost], .seconds(30)),
            (#"[{"key":"lost","value":"yes"}]"#, [lost], .forever),
            (#"[{"key":"lost","value":"no"}]"#, [lost], .seconds(0)),
            (#"[{"key":"lost","value":"yes","effect":"NoSchedule"}]"#, [lost], .seconds(0)),
            (
                #"[{"operator":"Exists","tolerationSeconds":9},{"key":"x"}]"#,
                [lost, full], .seconds(9)
            ),
            (#"[{"operator":"Exists","tolerationSeconds":-5}]"#, [lost], .seconds(0)),
        ] as [(String, [Taint], Tolerations.Stay)])
    func `a pod stays as long as it stands all taints`(
        _ tolerations: String, _ taints: [Taint], _ stay: Tolerations.Stay
    ) throws {
        let pod = Array(#"{"spec":{"tolerations":\#(tolerations)}}"#.utf8)
        let root = try JSONDocument(parsing: pod).root
        #expect(Tolerations(root).stay(on: taints) == stay)
    }
}

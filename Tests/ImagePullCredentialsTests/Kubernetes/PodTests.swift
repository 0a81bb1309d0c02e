import KubernetesPulls
import Testing

@testable import ImagePullCredentials

@Suite struct PodTests {
  @Test(arguments: [
    (podJSON(), false),
    // What `kubectl run --dry-run=client` prints of a Pod that does not exist.
    (podJSON(metadata: #""creationTimestamp":null,"#), false),
    (podJSON(metadata: #""uid":"u","#), true),
    (podJSON(metadata: #""uid":"","#), false),
    (podJSON(metadata: #""creationTimestamp":"2025-01-31T08:00:00Z","#), true),
    (podJSON(#""nodeName":"n","#), true),
    (podJSON(#""nodeName":"","#), false),
    (podJSON(status: #""phase":"Pending""#), true),
    (podJSON(status: #""conditions":[]"#), false),
  ]) func knowsWhetherItWasAdmitted(text: String, isAdmitted: Bool) throws {
    #expect(try onlyPod(text)?.isAdmitted == isAdmitted, "\(text)")
  }

  @Test(arguments: [
    ("", false, false),
    (
      #""annotations":{"kubernetes.io/config.mirror":"h","kubernetes.io/config.source":"file"},"#,
      true, true
    ),
    (#""annotations":{"kubernetes.io/config.mirror":""},"#, true, true),
    (#""annotations":{"kubernetes.io/config.source":"http"},"#, false, true),
    (#""annotations":{"kubernetes.io/config.source":"api"},"#, false, false),
    (#""annotations":null,"#, false, false),
  ]) func knowsStaticPods(metadata: String, isMirror: Bool, isStatic: Bool) throws {
    let pod = try onlyPod(podJSON(metadata: metadata))
    #expect(pod?.isMirror == isMirror, "\(metadata)")
    #expect(pod?.isStatic == isStatic, "\(metadata)")
  }
}

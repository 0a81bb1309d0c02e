import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct EventTests {
  private static let expected = Event(
    metadata: ObjectMetadata(namespace: "shop", name: "web.17a"), type: "Warning",
    reason: "Failed", message: "no", component: "kubelet",
    involvedObject: .init(
      apiVersion: "v1", kind: "Pod", namespace: "shop", name: "web", uid: "u",
      fieldPath: "spec.containers{app}"),
    firstTimestamp: Timestamp(secondsSince1970: 1_738_310_390),
    lastTimestamp: Timestamp(secondsSince1970: 1_738_310_400), count: 2)

  @Test(arguments: [
    """
    {"apiVersion":"v1","count":2,"eventTime":null,"firstTimestamp":"2025-01-31T07:59:50Z",
    "involvedObject":{"apiVersion":"v1",
    "fieldPath":"spec.containers{app}","kind":"Pod","name":"web","namespace":"shop","uid":"u"},
    "kind":"Event","lastTimestamp":"2025-01-31T08:00:00Z","message":"no",
    "metadata":{"name":"web.17a","namespace":"shop"},"reason":"Failed","reportingComponent":"",
    "source":{"component":"kubelet","host":"n"},"type":"Warning"}
    """,
    """
    {"apiVersion":"events.k8s.io/v1","deprecatedLastTimestamp":null,
    "eventTime":"2025-01-31T07:59:50.000000Z","kind":"Event",
    "metadata":{"name":"web.17a","namespace":"shop"},"note":"no","reason":"Failed","regarding":{
    "apiVersion":"v1",
    "fieldPath":"spec.containers{app}","kind":"Pod","name":"web","namespace":"shop","uid":"u"},
    "reportingController":"kubelet","series":{"count":2,
    "lastObservedTime":"2025-01-31T08:00:00.000000Z"},"type":"Warning"}
    """,
  ]) func readsBothForms(text: String) throws {
    #expect(try KubernetesObjects(json: text).events == [Self.expected])
  }

  @Test(arguments: ["1e3", "9223372036854775808", "1.5", "null", "0"])
  func oddCountsAreOne(count: String) throws {
    let events = try KubernetesObjects(json: #"{"kind":"Event","count":\#(count)}"#).events
    #expect(events.map(\.count) == [1])
  }
}

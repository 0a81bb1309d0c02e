import Testing

@testable import ImagePullCredentials

@Suite struct EventTests {
  private static let expected = Event(
    metadata: ObjectMetadata(namespace: "shop", name: "web.17a"), reason: "Failed", message: "no",
    involvedObject: .init(
      kind: "Pod", namespace: "shop", name: "web", uid: "u", fieldPath: "spec.containers{app}"),
    lastTimestamp: Timestamp(secondsSince1970: 1_738_310_400))

  @Test(arguments: [
    """
    {"apiVersion":"v1","count":2,"eventTime":null,"involvedObject":{"apiVersion":"v1",
    "fieldPath":"spec.containers{app}","kind":"Pod","name":"web","namespace":"shop","uid":"u"},
    "kind":"Event","lastTimestamp":"2025-01-31T08:00:00Z","message":"no",
    "metadata":{"name":"web.17a","namespace":"shop"},"reason":"Failed","type":"Warning"}
    """,
    """
    {"apiVersion":"events.k8s.io/v1","deprecatedLastTimestamp":null,
    "eventTime":"2025-01-31T08:00:00.000000Z","kind":"Event",
    "metadata":{"name":"web.17a","namespace":"shop"},"note":"no","reason":"Failed","regarding":{
    "fieldPath":"spec.containers{app}","kind":"Pod","name":"web","namespace":"shop","uid":"u"}}
    """,
  ]) func readsBothForms(text: String) throws {
    #expect(try KubernetesObjects(json: text).events == [Self.expected])
  }
}

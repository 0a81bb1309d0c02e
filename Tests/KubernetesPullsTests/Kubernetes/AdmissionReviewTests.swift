import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct AdmissionReviewTests {
  private static func review(_ version: String, _ request: String) -> String {
    #"""
    {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/\#(version)","request":{\#(request)}}
    """#
  }

  private static let pod =
    #"{"kind":"Pod","metadata":{"generateName":"web-"},"spec":{"containers":[{"image":"a.example/b","name":"c"}]}}"#

  @Test(arguments: ["v1", "v1beta1"]) func readsTheRequest(version: String) throws {
    let review = try AdmissionReview(
      json: Self.review(
        version,
        #"""
        "uid":"u-1","kind":{"group":"","version":"v1","kind":"Pod"},"object":\#(Self.pod),
        "namespace":"shop","operation":"CREATE","dryRun":true,"oldObject":null
        """#))
    #expect(review.apiVersion == "admission.k8s.io/\(version)")
    #expect(review.uid == "u-1")
    #expect(review.operation == .create)
    #expect(review.isDryRun)
    #expect(review.object?.pod?.namespace == "shop")
    #expect(review.object?.pod?.spec.images.map(\.image) == ["a.example/b"])
  }

  @Test func holdsWhatItHoldsWhereverObjectsAreRead() throws {
    let text = Self.review(
      "v1", #""uid":"u","namespace":"shop","operation":"UPDATE","object":\#(Self.pod)"#)
    let objects = try KubernetesObjects(json: text + text)
    #expect(objects.pods.map(\.namespace) == ["shop", "shop"])
  }

  @Test func aDeletionHoldsNothing() throws {
    let text = Self.review(
      "v1", #""uid":"u","operation":"DELETE","object":null,"oldObject":\#(Self.pod)"#)
    #expect(try AdmissionReview(json: text).object == nil)
    #expect(try AdmissionReview(json: text).operation == .delete)
    #expect(try KubernetesObjects(json: text).pods.isEmpty)
  }

  @Test(arguments: [
    #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v2","request":{}}"#,
    #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}"#,
    #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":null}"#,
    #"{"kind":"AdmissionReview","request":{}}"#, podJSON(),
  ]) func refusesWhatIsNone(text: String) {
    let error = #expect(throws: KubernetesObjects.DecodingError.self) {
      try AdmissionReview(json: text)
    }
    #expect(error?.code == .unknownEnvelope)
    #expect(error?.offset == 0)
  }

  @Test func answers() {
    let review = AdmissionReview(
      apiVersion: "admission.k8s.io/v1beta1", uid: "u", operation: .create, namespace: "a",
      object: nil)
    #expect(
      review.response(allowed: true)
        == #"{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","response":{"uid":"u","allowed":true}}"#
    )
    #expect(
      review.response(allowed: false, message: "no \"x\"", warnings: ["a", "b"])
        == #"{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","response":{"uid":"u","allowed":false,"status":{"message":"no \"x\""},"warnings":["a","b"]}}"#
    )
  }
}

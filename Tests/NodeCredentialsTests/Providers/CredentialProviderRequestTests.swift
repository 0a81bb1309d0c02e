import Testing

@testable import NodeCredentials

@Suite struct CredentialProviderRequestTests {
  static func json(_ request: CredentialProviderRequest, _ version: APIVersion) -> String {
    String(decoding: request.json(version), as: UTF8.self)
  }

  @Test(arguments: APIVersion.allCases)
  func namesTheVersion(_ version: APIVersion) {
    let request = CredentialProviderRequest(image: "registry.example.com/app")
    #expect(
      Self.json(request, version)
        == #"{"kind":"CredentialProviderRequest","apiVersion":"\#(version.rawValue)","#
        + #""image":"registry.example.com/app"}"# + "\n")
  }

  @Test func sortsAnnotations() {
    var request = CredentialProviderRequest(image: "a.io/b")
    request.serviceAccountToken = ByteText("t<k>n")
    for (key, value) in [("b", "2"), ("a", "1"), ("B", "3")] {
      request.serviceAccountAnnotations[ByteText(key)] = ByteText(value)
    }
    #expect(
      Self.json(request, .v1)
        == #"{"kind":"CredentialProviderRequest","#
        + #""apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":"a.io/b","#
        + #""serviceAccountToken":"t\u003ck\u003en","#
        + #""serviceAccountAnnotations":{"B":"3","a":"1","b":"2"}}"# + "\n")
  }
}

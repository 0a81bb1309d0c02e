import ImagePullCredentials

/// What a plugin is asked on its standard input.
///
/// Source: staging/src/k8s.io/kubelet/pkg/apis/credentialprovider/v1/types.go. The older versions have no
/// token and no annotations, which configuration validation makes sure of.
struct CredentialProviderRequest: Sendable, Hashable {
  var image: String
  var serviceAccountToken = ""
  var serviceAccountAnnotations: [String: String] = [:]

  /// The request as the kubelet writes it: Go's field order, sorted annotations, a line feed at the end.
  func json(_ version: APIVersion) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.name("kind")
    json.string("CredentialProviderRequest")
    json.name("apiVersion")
    json.string(version.rawValue)
    json.name("image")
    json.string(image)
    if !serviceAccountToken.isEmpty {
      json.name("serviceAccountToken")
      json.string(serviceAccountToken)
    }
    if !serviceAccountAnnotations.isEmpty {
      json.name("serviceAccountAnnotations")
      json.beginObject()
      for (key, value) in sortedAnnotations {
        json.name(key)
        json.string(value)
      }
      json.endObject()
    }
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  /// By the bytes of their keys, as Go sorts maps.
  private var sortedAnnotations: [(key: String, value: String)] {
    serviceAccountAnnotations.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

@testable import ImagePullCredentialsTesting
import Testing

@Suite("The model of the kubelet's keyring")
struct KubeletModelTests {
  @Test("agrees with every recorded look-up")
  func replaysVectors() throws {
    var lookups = 0
    for (line, vector) in try KeyringVector.recorded().enumerated() {
      var model = KubeletModel()
      vector.entries.forEach { model.add($0) }
      for lookup in vector.lookups {
        lookups += 1
        #expect(
          model.lookup(lookup.image) == lookup.matches,
          "line \(line + 1): \(lookup.image) in \(vector.entries)")
      }
    }
    #expect(lookups > 1_000)
  }

  @Test(
    "falls back to index.docker.io for Docker Hub alone",
    arguments: [
      ("docker.io/library/nginx", [0]), ("index.docker.io/library/nginx", [0]), ("nginx", [0]),
      ("library/nginx", [0]), ("registry.example.com/nginx", []), ("localhost:5000/nginx", []),
      ("localhost/nginx", [0]), ("", []), ("/nginx", []),
    ])
  func defaultRegistry(image: String, expected: [Int]) {
    var model = KubeletModel()
    model.add("https://index.docker.io/v1/")
    #expect(model.lookup(image) == expected)
  }

  @Test("sorts keys in descending byte order and keeps the order under one key")
  func order() {
    var model = KubeletModel()
    for key in ["*.io", "docker.io", "https://docker.io/v1/", "docker.io/library", "bad key"] {
      model.add(key)
    }
    #expect(model.lookup("docker.io/library/nginx") == [3, 1, 2, 0])
  }
}

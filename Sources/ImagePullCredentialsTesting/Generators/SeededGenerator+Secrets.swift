public import ImagePullCredentials

extension SeededGenerator {
  /// A Secret that holds `config`, as `kubectl get secret -o json` prints it.
  public mutating func secretJSON(
    namespace: String, name: String, holding config: DockerConfig
  ) -> String {
    let document = dockerConfigJSON(of: config)
    var json = JSONWriter(.indented(4))
    json.beginObject()
    json.name("apiVersion")
    json.string("v1")
    json.name("data")
    json.beginObject()
    json.name(".dockerconfigjson")
    json.string(GoAuthField.encode(Array(document.utf8), isPadded: true))
    json.endObject()
    json.name("kind")
    json.string("Secret")
    json.name("metadata")
    json.beginObject()
    json.name("name")
    json.string(name)
    json.name("namespace")
    json.string(namespace)
    json.endObject()
    json.name("type")
    json.string("kubernetes.io/dockerconfigjson")
    json.endObject()
    return json.text
  }

  /// A Secret as ``secretJSON(namespace:name:holding:)`` writes it, with one thing changed.
  public mutating func almostSecretJSON(namespace: String, name: String) -> String {
    almost(secretJSON(namespace: namespace, name: name, holding: dockerConfig(entryCount: 2)))
  }
}

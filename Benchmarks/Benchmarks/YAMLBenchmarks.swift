import ManifestYAML

/// `yaml/decode`: convert the output of `helm template` for a hundred releases to JSON.
enum YAMLBenchmarks {
  private static let releaseCount = 100

  static func run(_ suite: inout Suite) throws {
    guard suite.wants("yaml/decode") else { return }
    let manifests = Array((0..<releaseCount).map(manifests).joined().utf8)
    let count = documentCount(manifests)
    try require(count == 3 * releaseCount, "\(count) documents, not \(3 * releaseCount)")
    suite.run("yaml/decode", operations: count, bytes: manifests.count) {
      documentCount(manifests)
    }
  }

  private static func documentCount(_ manifests: [UInt8]) -> Int {
    var reader = YAMLReader(manifests.span)
    var count = 0
    while let document = try? reader.next() { count += document.isNull ? 0 : 1 }
    return count
  }

  private static func manifests(_ number: Int) -> String {
    let name = "web-\(number)"
    return """
      ---
      # Source: shop/templates/deployment.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: \(name)
        namespace: team-\(number % 17)
        labels:
          app.kubernetes.io/name: \(name)
          app.kubernetes.io/managed-by: Helm
          helm.sh/chart: shop-1.\(number).0
        annotations:
          deployment.kubernetes.io/revision: "\(number)"
          description: The front end of the shop, which shows what is in stock
      spec:
        replicas: \(number % 5 + 1)
        selector:
          matchLabels:
            app.kubernetes.io/name: \(name)
        strategy:
          rollingUpdate:
            maxSurge: 25%
            maxUnavailable: 0
        template:
          metadata:
            labels:
              app.kubernetes.io/name: \(name)
          spec:
            serviceAccountName: \(name)
            imagePullSecrets:
              - name: registry-example-com
              - name: ghcr-\(number % 7)
            securityContext:
              runAsNonRoot: true
              fsGroup: 1000
            containers:
              # The server itself.
              - name: web
                image: registry.example.com/team-\(number % 17)/web:1.\(number).\(number % 9)
                imagePullPolicy: IfNotPresent
                args: ["--listen=:8080", "--config", "/etc/web/config.yaml"]
                ports:
                  - containerPort: 8080
                    protocol: TCP
                    name: http
                env:
                  - name: LOG_LEVEL
                    value: info
                  - name: DATABASE_PASSWORD
                    valueFrom:
                      secretKeyRef:
                        name: \(name)-database
                        key: password
                resources:
                  requests:
                    cpu: 100m
                    memory: 128Mi
                  limits:
                    memory: 256Mi
                livenessProbe:
                  httpGet:
                    path: /healthz
                    port: http
                  initialDelaySeconds: 5
                  periodSeconds: 10
                volumeMounts:
                  - name: config
                    mountPath: /etc/web
                    readOnly: true
            volumes:
              - name: config
                configMap:
                  name: \(name)
      ---
      # Source: shop/templates/service.yaml
      apiVersion: v1
      kind: Service
      metadata:
        name: \(name)
        namespace: team-\(number % 17)
      spec:
        selector: {app.kubernetes.io/name: \(name)}
        ports:
        - name: http
          port: 80
          targetPort: http
      ---
      # Source: shop/templates/config.yaml
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: \(name)
        namespace: team-\(number % 17)
      data:
        config.yaml: |
          listen: :8080
          upstream:
            - http://stock.\(name).svc
            - http://price.\(name).svc
          timeout: 30s

      """
  }
}

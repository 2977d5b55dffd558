import java.io.IOException;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node, until its standard input ends: `ClusterNode FOLDER HTTP_PORT`, settings in opensearch.yml. */
public class ClusterNode {
    public static void main(String[] args) throws IOException {
        OpenSearchRunner runner = new OpenSearchRunner();
        // The runner takes a single node for a whole cluster, unless it is told otherwise.
        runner.onBuild((number, settings) -> settings.put("discovery.type", "zen").put("http.port", args[1]));
        try {
            runner.build("-numOfNode", "1", "-clusterName", "searchkit-tests", "-basePath", args[0]);
        } catch (RuntimeException error) {
            error.printStackTrace();
            System.exit(1);
        }
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}

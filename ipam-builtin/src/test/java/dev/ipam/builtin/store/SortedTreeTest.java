package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SortedTreeTest {
  private static final int MOST = 60;

  @Property(tries = 200)
  void isAsATreeMapAndNoVersionChangesAnyMore(@ForAll long seed) {
    Random random = new Random(seed);
    TreeMap<Integer, Integer> model = new TreeMap<>();
    SortedTree<Integer, Integer> tree = SortedTree.natural();
    List<SortedTree<Integer, Integer>> versions = new ArrayList<>();
    List<TreeMap<Integer, Integer>> models = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int key = random.nextInt(MOST);
      if (random.nextInt(5) < 3) {
        tree = tree.put(key, i);
        model.put(key, i);
      } else {
        tree = tree.remove(key);
        model.remove(key);
      }
      if (i % 30 == 0) {
        versions.add(tree);
        models.add(new TreeMap<>(model));
      }
    }
    versions.add(tree);
    models.add(model);
    for (int i = 0; i < versions.size(); i++) {
      SortedTree<Integer, Integer> version = versions.get(i);
      TreeMap<Integer, Integer> expected = models.get(i);
      assertThat(version.isEmpty()).isEqualTo(expected.isEmpty());
      assertThat(list(version.keys())).containsExactlyElementsOf(expected.keySet());
      assertThat(list(version.values())).containsExactlyElementsOf(expected.values());
      for (int key = -1; key <= MOST; key++) {
        assertThat(version.get(key)).isEqualTo(expected.get(key));
        assertThat(list(version.keysFrom(key)))
            .containsExactlyElementsOf(expected.tailMap(key).keySet());
        assertThat(list(version.valuesFrom(key)))
            .containsExactlyElementsOf(expected.tailMap(key).values());
      }
    }
  }

  /** Unbalanced, a walk down a hundred thousand entries would be as long as they are many. */
  @Example
  void staysBalancedInWhateverOrderItIsFilledAndEmptied() {
    int many = 100_000;
    SortedTree<Integer, Integer> tree = SortedTree.natural();
    for (int i = 0; i < many; i++) {
      tree = tree.put(i, i);
    }
    assertThat(tree.height()).isLessThan(28);
    for (int i = 0; i < many - 10; i++) {
      tree = tree.remove(i);
    }
    assertThat(tree.height()).isLessThan(6);
    assertThat(list(tree.keys())).hasSize(10).startsWith(many - 10);
  }

  private static <T> List<T> list(Iterator<T> items) {
    List<T> all = new ArrayList<>();
    items.forEachRemaining(all::add);
    return all;
  }
}

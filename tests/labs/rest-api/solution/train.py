"""Training: from a frame and its targets to a file that the service loads."""

from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bundle import save_bundle


def train(X, y, path, model_version):
    """Fit a pipeline, measure it, save it."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
    model = make_pipeline(StandardScaler(), Ridge())
    model.fit(X_train, y_train)
    mae = float(mean_absolute_error(y_test, model.predict(X_test)))
    save_bundle(path, model, X_test.head(5), model_version, mae)
    return mae


if __name__ == "__main__":
    from sklearn.datasets import load_diabetes

    data, target = load_diabetes(return_X_y=True, as_frame=True, scaled=False)
    print(f"MAE {train(data, target, 'model.joblib', 'diabetes-1'):.0f}")  # noqa: T201
